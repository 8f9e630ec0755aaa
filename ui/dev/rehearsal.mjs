/** A walk through a flow in words, good enough to draw the screens by: conditions are false, look-ups find something. */

const said = (parts, language) => (parts ?? []).map((part) => (typeof part === "string" ? `♪ ${part}` : part.kind === "text" ? (part.text?.[language] ?? "") : `{${part.value}}`)).join(" ");

export function rehearse(document, circumstances, acts) {
  const language = circumstances.language || (document.languages ?? ["en"])[0];
  const transcript = [];
  const answers = {};
  const marks = [];
  let at = document.start;
  let ended = "";
  let steps = 0;
  const say = (who, text) => text && transcript.push({ who, node_id: at, text, at_s: transcript.length * 3 });

  function on() {
    while (!ended && steps++ < 200) {
      const node = document.nodes[at];
      if (!node) return (ended = "failed");
      switch (node.kind) {
        case "menu":
        case "ask":
        case "order":
        case "voicemail":
        case "choose-language":
          return say("machine", said(node.prompts, language));
        case "to-queue":
        case "to-agent":
        case "to-number":
          return say("system", `→ ${node.queue_id ?? node.agent ?? node.number}`);
        case "goodbye":
          say("machine", said(node.prompts ?? ["cord/goodbye"], language));
          return (ended = "goodbye");
        case "return":
          return (ended = "goodbye");
        case "decide":
          at = node.otherwise;
          break;
        case "hours":
          at = circumstances.switches?.emergency && node.emergency ? node.emergency : node.open;
          break;
        case "look-up":
          at = node.found;
          break;
        default:
          say("machine", said(node.prompts, language));
          if (node.mark) marks.push(node.mark);
          at = node.next;
      }
    }
  }

  on();
  for (const act of acts) {
    if (ended) break;
    const node = document.nodes[at];
    const given = act.press || act.write || (act.speak_s ? `(${act.speak_s} s)` : "");
    say("customer", act.hang_up ? "✕" : act.silent ? "…" : act.back ? `↩ ${act.back}` : given);
    if (act.hang_up) ended = "left";
    else if (act.back) at = { timeout: node.on_timeout, closed: node.on_closed, talked: node.after_talk }[act.back] ?? at;
    else if (act.silent) at = node.on_failure || node.next || at;
    else if (node.kind === "menu") at = node.choices[given] ?? at;
    else {
      if (node.answer) answers[node.answer] = given;
      at = node.next ?? at;
    }
    on();
  }
  const node = document.nodes[at];
  const awaits = ended || !node ? "nothing" : { menu: "key", "choose-language": "key", voicemail: "speech", "to-queue": "queue", "to-agent": "queue", "to-number": "outside" }[node.kind] ?? "text";
  const options = awaits === "key" ? Object.entries(node.choices).map(([value]) => ({ value, label: node.labels?.[value]?.[language] ?? value })) : [];
  return { transcript, standing: { node_id: at, kind: node?.kind ?? "", awaits, options }, ended, answers, marks };
}
