import { type Checked, checkNickname, checkRoomName, type TextFault } from "../crypto/names.ts";
import { text } from "../text/text.ts";

/** What is wrong with a typed name, in words; undefined when nothing is. */
export function roomNameFault(typed: string): string | undefined {
  return faultText(checkRoomName(typed), text.faults.room);
}

export function nicknameFault(typed: string): string | undefined {
  return faultText(checkNickname(typed), text.faults.nickname);
}

function faultText(
  checked: Checked,
  words: Readonly<Record<TextFault, string>>,
): string | undefined {
  return checked.ok ? undefined : words[checked.fault];
}
