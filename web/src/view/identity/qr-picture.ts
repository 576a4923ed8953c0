/** Reading a QR code of a picture, where the browser itself can (Barcode Detection API). The page never asks for a camera. */
interface Detector {
  detect(image: ImageBitmap): Promise<readonly { readonly rawValue: string }[]>;
}

type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

const DetectorOfBrowser = (globalThis as { readonly BarcodeDetector?: DetectorClass })
  .BarcodeDetector;

/** The text of the first code in a picture; undefined where there is none, or nothing that reads it. */
export async function textOfPicture(picture: Blob): Promise<string | undefined> {
  if (!DetectorOfBrowser) return undefined;
  try {
    const image = await createImageBitmap(picture);
    const detector = new DetectorOfBrowser({ formats: ["qr_code"] });
    const [code] = await detector.detect(image);
    image.close();
    return code?.rawValue;
  } catch {
    return undefined; // no picture after all, or none of this system's readers
  }
}
