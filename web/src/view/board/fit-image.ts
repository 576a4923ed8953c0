import type { BoardImage, ImageFault, ImageKind } from "../../board/images.ts";
import { imageKind, imageName } from "../../board/images.ts";
import { MAX_IMAGE_BYTES } from "../../board/limits.ts";
import { type Bytes, fromBase64Url } from "../../crypto/bytes.ts";

/** Widths and heights that a picture is made smaller to, until it fits. */
const EDGES = [1_280, 960, 640];
const QUALITY = 0.7;

/** A picture as the board takes it, with its name. One that is too large is made smaller, where that is enough. */
export async function fitImage(
  dataUrl: string,
): Promise<(BoardImage & { readonly name: string }) | { readonly fault: ImageFault }> {
  const image = readDataUrl(dataUrl);
  if (!image) return { fault: "image-kind" };
  const fitting = image.bytes.length <= MAX_IMAGE_BYTES ? image : await smaller(image);
  if (!fitting) return { fault: "image-large" };
  return { ...fitting, name: await imageName(fitting) };
}

export function readDataUrl(dataUrl: string): BoardImage | undefined {
  const [, type = "", base64 = ""] = /^data:([a-z/+-]+);base64,(.*)$/s.exec(dataUrl) ?? [];
  const kind = imageKind(type);
  const text = base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const bytes = fromBase64Url(text);
  return kind && bytes ? { kind, bytes } : undefined;
}

async function smaller({ kind, bytes }: BoardImage): Promise<BoardImage | undefined> {
  const picture = await createImageBitmap(new Blob([bytes], { type: kind })).catch(() => undefined);
  if (!picture) return undefined;
  for (const edge of EDGES) {
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
    const blob = await redraw(picture, scale, "image/webp");
    if (blob && blob.size <= MAX_IMAGE_BYTES) {
      const written: Bytes = new Uint8Array(await blob.arrayBuffer());
      const type: ImageKind | undefined = imageKind(blob.type); // a browser that writes no WebP gives PNG
      return type && { kind: type, bytes: written };
    }
  }
  return undefined;
}

async function redraw(picture: ImageBitmap, scale: number, type: ImageKind): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return await new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}
