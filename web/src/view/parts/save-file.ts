/** A browser that asks where to has its address for so long: a large file takes its time. */
const SAVED_MILLIS = 10 * 60_000;

/** Gives the person a file that this page has made. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  saveBlob(name, new Blob([content], { type }));
}

export function saveBlob(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), SAVED_MILLIS);
}
