/** The worker that every frame of voice of a sealed room passes through. All it does is in `voice-transform.ts`. */
import type { ToVoiceWorker, TransformRole } from "./voice-messages.ts";
import { type EncodedFrame, VoiceTransform } from "./voice-transform.ts";

/** The part of a worker's own scope that is used; TypeScript's types of the page do not have it. */
interface VoiceWorkerScope {
  onmessage: (event: MessageEvent<ToVoiceWorker>) => void;
  onrtctransform: (event: { readonly transformer: ScriptTransformer }) => void;
  postMessage(message: unknown): void;
}

interface ScriptTransformer {
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  readonly options: TransformRole;
}

const scope = globalThis as unknown as VoiceWorkerScope;
const voice = new VoiceTransform(
  (message) => scope.postMessage(message),
  () => performance.now(),
);
/** One message after the other: a key is in use before the next message speaks of it. */
let handling: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  handling = handling.then(() => voice.handle(data)).catch(() => {});
};

scope.onrtctransform = ({ transformer: { readable, writable, options } }) => {
  const frames = new TransformStream<EncodedFrame, EncodedFrame>({
    async transform(frame, controller) {
      // What goes wrong with a frame must not let it pass, nor stop those that follow.
      const passes = await voice.pass(options, frame).catch(() => false);
      if (passes) controller.enqueue(frame);
    },
  });
  // It ends with its connection, by an error that is nobody's.
  void readable
    .pipeThrough(frames)
    .pipeTo(writable)
    .catch(() => {});
};
