"""What money is called. A code that is not here is said as a number and its three letters."""

from __future__ import annotations

from cordboard.flows.spelling.parts import Gender
from cordboard.values import value


@value
class Currency:
    """One currency in both languages."""

    code: str
    symbol: str
    """Printed for the code; empty if the code itself is clearer."""
    places: int
    """Decimal places of the minor unit, by ISO 4217."""
    russian: tuple[str, ...]
    """After one, few and many."""
    gender: Gender
    russian_minor: tuple[str, ...]
    gender_minor: Gender
    english: tuple[str, ...]
    """After one and other."""
    english_minor: tuple[str, ...]


# code, symbol, places | gender, after one/few/many | the same of the minor unit | after one/other | of the minor unit
_TABLE = """
RUB ₽ 2 | m рубль/рубля/рублей | f копейка/копейки/копеек | ruble/rubles | kopeck/kopecks
USD $ 2 | m доллар/доллара/долларов | m цент/цента/центов | dollar/dollars | cent/cents
EUR € 2 | m евро/евро/евро | m цент/цента/центов | euro/euros | cent/cents
GBP £ 2 | m фунт стерлингов/фунта стерлингов/фунтов стерлингов | m пенс/пенса/пенсов | pound/pounds | penny/pence
KZT ₸ 2 | m тенге/тенге/тенге | m тиын/тиына/тиынов | tenge/tenge | tiyn/tiyn
BYN - 2 | m белорусский рубль/белорусских рубля/белорусских рублей | f копейка/копейки/копеек \
 | Belarusian ruble/Belarusian rubles | kopeck/kopecks
UAH ₴ 2 | f гривна/гривны/гривен | f копейка/копейки/копеек | hryvnia/hryvnias | kopiyka/kopiykas
CNY - 2 | m юань/юаня/юаней | m фэнь/фэня/фэней | yuan/yuan | fen/fen
JPY ¥ 0 | f иена/иены/иен | m -/-/- | yen/yen | -/-
KRW ₩ 0 | f вона/воны/вон | m -/-/- | won/won | -/-
VND ₫ 0 | m донг/донга/донгов | m -/-/- | dong/dong | -/-
CHF - 2 | m швейцарский франк/швейцарских франка/швейцарских франков | m сантим/сантима/сантимов \
 | Swiss franc/Swiss francs | centime/centimes
CAD - 2 | m канадский доллар/канадских доллара/канадских долларов | m цент/цента/центов \
 | Canadian dollar/Canadian dollars | cent/cents
AUD - 2 | m австралийский доллар/австралийских доллара/австралийских долларов | m цент/цента/центов \
 | Australian dollar/Australian dollars | cent/cents
PLN - 2 | m злотый/злотых/злотых | m грош/гроша/грошей | zloty/zlotys | grosz/groszy
CZK - 2 | f чешская крона/чешские кроны/чешских крон | m геллер/геллера/геллеров \
 | Czech crown/Czech crowns | heller/hellers
SEK - 2 | f шведская крона/шведские кроны/шведских крон | n эре/эре/эре | Swedish krona/Swedish kronor | öre/öre
NOK - 2 | f норвежская крона/норвежские кроны/норвежских крон | n эре/эре/эре \
 | Norwegian krone/Norwegian kroner | øre/øre
DKK - 2 | f датская крона/датские кроны/датских крон | n эре/эре/эре | Danish krone/Danish kroner | øre/øre
TRY ₺ 2 | f турецкая лира/турецкие лиры/турецких лир | m куруш/куруша/курушей \
 | Turkish lira/Turkish liras | kurush/kurush
AMD ֏ 2 | m драм/драма/драмов | f лума/лумы/лум | dram/drams | luma/luma
AZN ₼ 2 | m манат/маната/манатов | m гяпик/гяпика/гяпиков | manat/manats | qapik/qapiks
GEL ₾ 2 | m лари/лари/лари | m тетри/тетри/тетри | lari/lari | tetri/tetri
KGS - 2 | m сом/сома/сомов | m тыйын/тыйына/тыйынов | som/som | tyiyn/tyiyn
MDL - 2 | m лей/лея/леев | m бан/бана/банов | leu/lei | ban/bani
TJS - 2 | m сомони/сомони/сомони | m дирам/дирама/дирамов | somoni/somoni | diram/dirams
TMT - 2 | m туркменский манат/туркменских маната/туркменских манатов | m тенге/тенге/тенге \
 | Turkmen manat/Turkmen manats | tenge/tenge
UZS - 2 | m сум/сума/сумов | m тийин/тийина/тийинов | sum/sum | tiyin/tiyin
AED - 2 | m дирхам/дирхама/дирхамов | m филс/филса/филсов | dirham/dirhams | fils/fils
ILS ₪ 2 | m шекель/шекеля/шекелей | f агора/агоры/агор | shekel/shekels | agora/agorot
INR ₹ 2 | f рупия/рупии/рупий | f пайса/пайсы/пайс | rupee/rupees | paisa/paise
THB ฿ 2 | m бат/бата/батов | m сатанг/сатанга/сатангов | baht/baht | satang/satang
RSD - 2 | m сербский динар/сербских динара/сербских динаров | f пара/пары/пар \
 | Serbian dinar/Serbian dinars | para/para
HUF - 2 | m форинт/форинта/форинтов | m филлер/филлера/филлеров | forint/forints | filler/fillers
"""

_GENDERS: dict[str, Gender] = {"m": "m", "f": "f", "n": "n"}


def _row(line: str) -> Currency:
    named, russian, russian_minor, english, english_minor = (column.strip() for column in line.split("|"))
    code, symbol, places = named.split()
    gender, _, forms = russian.partition(" ")
    gender_minor, _, forms_minor = russian_minor.partition(" ")
    return Currency(
        code=code,
        symbol="" if symbol == "-" else symbol,
        places=int(places),
        russian=tuple(forms.split("/")),
        gender=_GENDERS[gender],
        russian_minor=tuple(forms_minor.split("/")),
        gender_minor=_GENDERS[gender_minor],
        english=tuple(english.split("/")),
        english_minor=tuple(english_minor.split("/")),
    )


CURRENCIES: dict[str, Currency] = {row.code: row for row in map(_row, _TABLE.strip().splitlines())}
