import { type DragEvent, useRef, useState } from "react";
import classes from "./FileDrop.module.css";
import { Icon } from "./icons";

interface Props {
  /** As a file dialog wants it, such as ".csv,text/csv". */
  accept: string;
  take: (file: File) => void;
  /** Share that has been sent, 0 to 1; null while nothing is. */
  progress?: number | null;
  children: string;
}

/** Where a file is dropped, or chosen with a press. */
export function FileDrop({ accept, take, progress = null, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const busy = progress !== null;

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !busy) take(file);
  }

  return (
    <button
      type="button"
      className={classes.drop}
      data-over={over || undefined}
      aria-busy={busy}
      onClick={() => !busy && input.current?.click()}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" size={18} />
      <span>{children}</span>
      <i style={{ transform: `scaleX(${progress ?? 0})` }} />
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was mended.
          event.target.value = "";
          if (file) take(file);
        }}
      />
    </button>
  );
}
