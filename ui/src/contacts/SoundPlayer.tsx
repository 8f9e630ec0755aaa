import { ActionIcon, SegmentedControl, Slider } from "@mantine/core";
import {
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../app/format";
import { Icon } from "../app/icons";
import classes from "./Contacts.module.css";
import { type Side, Sides } from "./sides";
import { drawWave } from "./waveform";

const SPEEDS = ["1", "1.25", "1.5", "2"];
const STEP_S = 5;
const SIDES: readonly Side[] = ["left", "right"];

/** A sound as it is drawn; one lane for a single voice, two for a talk. */
export interface Wave {
  seconds: number;
  left: readonly number[];
  right: readonly number[] | null;
}

export interface PlayerControl {
  toggle: () => void;
}

interface Props {
  src: string;
  wave: Wave;
  /** Which of several; null for the only one. */
  number: number | null;
  label: string;
  control?: Ref<PlayerControl>;
}

/** Hear a sound: its lanes, each side's volume, any place by a click or the arrow keys. */
export function SoundPlayer({ src, wave, number, label, control }: Props) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const sides = useRef<Sides>(null);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState("1");
  const [volumes, setVolumes] = useState<Record<Side, number>>({ left: 100, right: 100 });
  const { seconds, right } = wave;
  const isTalk = right !== null;

  useEffect(() => {
    // An element that has left the page would play on.
    const element = audio.current;
    return () => {
      element?.pause();
      sides.current?.close();
    };
  }, []);
  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    const follow = () => {
      setAt(audio.current?.currentTime ?? 0);
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [playing]);

  const toggle = useCallback(() => {
    const element = audio.current;
    if (!element) return;
    if (isTalk) {
      sides.current ??= new Sides(element);
      sides.current.open();
    }
    if (element.paused) void element.play().catch(() => setFailed(true));
    else element.pause();
  }, [isTalk]);
  useImperativeHandle(control, () => ({ toggle }), [toggle]);

  const seek = useCallback(
    (to: number) => {
      const element = audio.current;
      if (!element) return;
      const place = Math.min(Math.max(0, to), seconds);
      element.currentTime = place;
      setAt(place);
    },
    [seconds],
  );

  function onKey(event: KeyboardEvent) {
    const jumps: Record<string, number> = {
      ArrowLeft: at - STEP_S,
      ArrowRight: at + STEP_S,
      Home: 0,
      End: seconds,
    };
    const jump = jumps[event.key];
    if (jump !== undefined) seek(jump);
    else if (event.key === " ") toggle();
    else return;
    event.preventDefault();
  }

  function onPointer(event: PointerEvent<HTMLDivElement>) {
    if (event.type === "pointermove" && event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * seconds);
  }

  const setVolume = (side: Side, volume: number) => {
    setVolumes((before) => ({ ...before, [side]: volume }));
    sides.current ??= audio.current && new Sides(audio.current);
    sides.current?.setVolume(side, volume / 100);
  };

  const share = seconds ? Math.min(1, at / seconds) : 0;
  return (
    <section className={classes.player} aria-label={label}>
      <audio
        ref={audio}
        src={src}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onError={() => setFailed(true)}
      />
      <div className={classes.deck}>
        <ActionIcon size={38} radius="xl" onClick={toggle} aria-label={t(playing ? "player.pause" : "player.play")}>
          <Icon name={playing ? "pause" : "play"} size={20} />
        </ActionIcon>
        <span className="number">
          <b>{clock(at)}</b> <span className="dim">/ {clock(seconds)}</span>
        </span>
        {number !== null && <span className="dim">{t("player.part", { number })}</span>}
        <SegmentedControl
          className="push"
          size="xs"
          value={speed}
          onChange={(next) => {
            setSpeed(next);
            if (audio.current) audio.current.playbackRate = Number(next);
          }}
          aria-label={t("player.speed")}
          data={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        />
      </div>
      <div className={isTalk ? classes.lanes : classes.oneLane}>
        <div
          className={classes.waves}
          role="slider"
          tabIndex={0}
          aria-label={t("player.place")}
          aria-valuemin={0}
          aria-valuemax={Math.round(seconds)}
          aria-valuenow={Math.round(at)}
          aria-valuetext={`${clock(at)} / ${clock(seconds)}`}
          onKeyDown={onKey}
          onPointerDown={onPointer}
          onPointerMove={onPointer}
        >
          <Lane levels={wave.left} share={share} color="--accent" silent={volumes.left === 0} />
          {right && <Lane levels={right} share={share} color="--state-talking" silent={volumes.right === 0} />}
          <i className={classes.needle} style={{ left: `${share * 100}%` }} />
        </div>
        {(isTalk ? SIDES : []).map((side) => (
          <div key={side} className={classes.side}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-pressed={volumes[side] === 0}
              aria-label={t("player.mute", { side: t(`player.${side}`) })}
              onClick={() => setVolume(side, volumes[side] === 0 ? 100 : 0)}
            >
              <Icon name={volumes[side] === 0 ? "micOff" : side === "left" ? "phone" : "desk"} size={16} />
            </ActionIcon>
            <div>
              <div className="small">{t(`player.${side}`)}</div>
              <Slider
                size="xs"
                color="gray"
                max={150}
                label={null}
                value={volumes[side]}
                onChange={(volume) => setVolume(side, volume)}
                thumbProps={{ "aria-label": t("player.volume", { side: t(`player.${side}`) }) }}
              />
            </div>
          </div>
        ))}
      </div>
      {failed && <p className={classes.failed}>{t("player.failed")}</p>}
    </section>
  );
}

function Lane(props: { levels: readonly number[]; share: number; color: string; silent: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { levels, share, color, silent } = props;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const draw = () => {
      const style = getComputedStyle(element);
      const ahead = style.getPropertyValue("--line-strong");
      const played = silent ? ahead : style.getPropertyValue(color);
      drawWave(element, levels, share, { played, ahead });
    };
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(element);
    return () => watch.disconnect();
  }, [levels, share, color, silent]);
  return <canvas ref={canvas} className={classes.lane} />;
}
