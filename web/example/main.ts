/** A room on a plain page: talk, hear, write, and send bytes. The address may say `?room=tea&name=Ada`. */
import { Room } from "../src/client/room.ts";

const part = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const text = part<HTMLInputElement>("text");
const asked = new URLSearchParams(location.search);
const thrown: string[] = [];

const room = new Room(
  { room: asked.get("room") ?? "tea", nickname: asked.get("name") ?? "Ada" },
  { changed: show, received: (from, data) => threw(nameOf(from), data) },
);

part("join").onclick = () => void room.join(); // in a click: browsers let nothing sound before
part("mute").onclick = () => room.setMuted(!room.muted);
part("dice").onclick = () => {
  const dice = crypto.getRandomValues(new Uint8Array(2)).map((byte) => 1 + (byte % 6));
  void room.data.send(dice).then(() => threw("You", dice)); // to all; {to: number} for one
};
part("form").onsubmit = (event) => {
  event.preventDefault();
  void room.say(text.value).then(() => part<HTMLFormElement>("form").reset());
};

function nameOf(number: number): string {
  return room.people.find((person) => person.number === number)?.nickname ?? "Somebody";
}

function threw(who: string, what: Uint8Array | string): void {
  thrown.push(`${who} threw ${what}`);
  show();
}

function show(): void {
  part("phase").textContent = room.fault ?? room.phase;
  part("mute").textContent = room.muted ? "Unmute" : "Mute";
  part("people").replaceChildren(
    ...room.people.map(({ nickname, speaking }) => {
      const item = document.createElement("li");
      item.textContent = speaking ? `${nickname} is speaking` : nickname;
      return item;
    }),
  );
  const said = room.lines.map((line) => `${line.nickname}: ${line.text}`);
  part("chat").textContent = [...said, ...thrown].join("\n");
}
