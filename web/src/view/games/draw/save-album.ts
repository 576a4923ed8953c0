import type { Drawing } from "../../../games/draw-and-guess/hand.ts";
import { SHEET, SHEET_COLOUR } from "../../../games/draw-and-guess/ink.ts";
import { fileName } from "../../chat/export.ts";
import { saveBlob } from "../../parts/save-file.ts";
import { colourOf, pathOf, widthOf } from "./path.ts";

const COLUMNS = 3;
const GAP = 32;
const LINE = 40;
const SCALE = 0.5;
const [WIDTH, HEIGHT] = [SHEET.width * SCALE, SHEET.height * SCALE];
const [PAPER, INK] = ["#f6f1e7", "#1e2430"];

/** All drawings of a game on one picture, with the points above them. */
export async function saveAlbum(
  title: string,
  points: readonly string[],
  album: readonly Drawing[],
  captions: readonly string[],
): Promise<void> {
  const canvas = document.createElement("canvas");
  const rows = Math.ceil(album.length / COLUMNS);
  const top = GAP + (points.length + 2) * LINE;
  canvas.width = GAP + COLUMNS * (WIDTH + GAP);
  canvas.height = top + rows * (HEIGHT + LINE + GAP);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("No canvas");
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const font = getComputedStyle(document.body).fontFamily;
  write(context, `600 32px ${font}`, title, GAP, GAP + LINE / 2);
  for (const [index, line] of points.entries())
    write(context, `24px ${font}`, line, GAP, GAP + (index + 2) * LINE);
  for (const [index, drawing] of album.entries()) {
    const x = GAP + (index % COLUMNS) * (WIDTH + GAP);
    const y = top + Math.floor(index / COLUMNS) * (HEIGHT + LINE + GAP);
    paint(context, drawing, x, y);
    write(context, `20px ${font}`, captions[index] ?? "", x, y + HEIGHT + LINE / 2 + 6, WIDTH);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("No picture");
  saveBlob(fileName(title, "png"), blob);
}

function write(
  context: CanvasRenderingContext2D,
  font: string,
  words: string,
  x: number,
  y: number,
  width?: number,
): void {
  context.font = font;
  context.fillStyle = INK;
  context.fillText(words, x, y, width);
}

function paint(
  context: CanvasRenderingContext2D,
  { strokes }: Drawing,
  x: number,
  y: number,
): void {
  context.save();
  context.translate(x, y);
  context.scale(SCALE, SCALE);
  context.beginPath();
  context.rect(0, 0, SHEET.width, SHEET.height);
  context.clip();
  context.fillStyle = SHEET_COLOUR;
  context.fillRect(0, 0, SHEET.width, SHEET.height);
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const stroke of strokes) {
    context.strokeStyle = colourOf(stroke);
    context.lineWidth = widthOf(stroke);
    context.stroke(new Path2D(pathOf(stroke)));
  }
  context.restore();
}
