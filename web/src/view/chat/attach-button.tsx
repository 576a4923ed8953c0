import { useRef } from "react";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";

/** Chooses files from the device. */
export function AttachButton({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="quiet" icon="attach" iconOnly onClick={() => input.current?.click()}>
        {text.files.attach}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = ""; // the same one may be chosen again
        }}
      />
    </>
  );
}
