/** Prompts as sound: one at a time, made by the centre's voices. */

import { useSyncExternalStore } from "react";
import * as api from "../../api";
import { tellTrouble } from "../../app/Trouble";
import type { Part } from "../graph/language";

export interface Listening {
  /** What is fetched or played, by the name its button gave it; empty for nothing. */
  readonly what: string;
  readonly state: "idle" | "fetching" | "playing";
}

const IDLE: Listening = { what: "", state: "idle" };

class Player {
  state = IDLE;
  private readonly audio = typeof Audio === "undefined" ? null : new Audio();
  private url = "";
  private turn = 0;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Say the parts in a language; a second press on the same button stops. */
  async listen(what: string, parts: readonly Part[], language: string): Promise<void> {
    const again = this.state.what === what;
    this.stop();
    if (again || !this.audio) return;
    const turn = this.turn;
    this.set({ what, state: "fetching" });
    try {
      const sound = await api.speech.listen(parts, language);
      if (turn !== this.turn) return;
      this.url = URL.createObjectURL(sound);
      this.audio.src = this.url;
      this.audio.onended = () => this.stop();
      await this.audio.play();
      if (turn === this.turn) this.set({ what, state: "playing" });
    } catch (error) {
      if (turn !== this.turn) return;
      this.stop();
      tellTrouble(error);
    }
  }

  stop(): void {
    this.turn++;
    this.audio?.pause();
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = "";
    this.set(IDLE);
  }

  private set(state: Listening): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

export const player = new Player();

export const useListening = (): Listening => useSyncExternalStore(player.subscribe, () => player.state);
