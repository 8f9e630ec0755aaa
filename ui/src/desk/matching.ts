import { named } from "../app/format";
import type { Queue } from "../wire";

/** Queues whose name in any language, or id, has a word that starts so; those that start so first. */
export function matching(queues: readonly Queue[], text: string, language: string): Queue[] {
  const wanted = text.trim().toLocaleLowerCase();
  const rank = (queue: Queue): number => {
    if (wanted === "") return 0;
    const names = [queue.name, queue.name_ru, queue.queue_id].map((name) => name.toLocaleLowerCase());
    if (names.some((name) => name.startsWith(wanted))) return 0;
    return names.some((name) => name.split(/[\s-]+/).some((word) => word.startsWith(wanted))) ? 1 : 2;
  };
  return queues
    .map((queue) => ({ queue, rank: rank(queue) }))
    .filter((one) => one.rank < 2)
    .sort((a, b) => a.rank - b.rank || named(a.queue, language).localeCompare(named(b.queue, language), language))
    .map((one) => one.queue);
}
