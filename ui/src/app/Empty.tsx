import { Icon, type IconName } from "./icons";
import classes from "./Empty.module.css";

/** What an empty place says: what would be here, and what to do about it. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: React.ReactNode }) {
  return (
    <div className={classes.empty}>
      <Icon name={icon} size={26} />
      <strong>{title}</strong>
      {children && <div className="dim">{children}</div>}
    </div>
  );
}
