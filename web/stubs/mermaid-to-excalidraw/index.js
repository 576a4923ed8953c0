/** The board makes no diagrams from text: what does so elsewhere is larger than all the rest of the page. */
export async function parseMermaidToExcalidraw() {
  throw new Error("Diagrams from text are not part of this board");
}
