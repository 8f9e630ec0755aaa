/** How screens read the live feed: by key, or all tiles of a kind. */

import { useRef, useSyncExternalStore } from "react";
import type { AgentTile, ContactTile, DeskTile, FlowTile, QueueTile, SystemTile, Tile } from "../wire";
import { feed, type FeedStatus } from "./feed";

function useTile<T extends Tile>(key: string): T | undefined {
  return useSyncExternalStore(feed.subscribe, () => feed.state.tiles[key] as T | undefined);
}

export const useSystem = () => useTile<SystemTile>("system");
export const useDesk = () => useTile<DeskTile>("desk");
export const useFlowTile = (flowId: string) => useTile<FlowTile>(`flow:${flowId}`);
export const useQueueTile = (queueId: string) => useTile<QueueTile>(`queue:${queueId}`);

/** All tiles of a kind, as one array that stays the same until one of them changes. */
function useTiles<T extends Tile>(kind: "queue:" | "agent:" | "contact:"): readonly T[] {
  const last = useRef<readonly T[]>([]);
  return useSyncExternalStore(feed.subscribe, () => {
    const tiles = feed.state.tiles;
    const found: T[] = [];
    for (const key in tiles) if (key.startsWith(kind)) found.push(tiles[key] as T);
    const same = found.length === last.current.length && found.every((tile, at) => tile === last.current[at]);
    if (!same) last.current = found;
    return last.current;
  });
}

export const useQueueTiles = () => useTiles<QueueTile>("queue:");
export const useAgentTiles = () => useTiles<AgentTile>("agent:");
export const useContactTiles = () => useTiles<ContactTile>("contact:");

export function useFeedStatus(): FeedStatus {
  return useSyncExternalStore(feed.subscribe, () => feed.status);
}

export function useDeskElsewhere(): boolean {
  return useSyncExternalStore(feed.subscribe, () => feed.deskElsewhere);
}
