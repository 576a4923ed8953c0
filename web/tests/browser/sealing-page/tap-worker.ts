/** Sees what the network brought, as it is, and lets nothing of it reach the decoder. */
interface TapScope {
  onrtctransform: (event: {
    readonly transformer: { readonly readable: ReadableStream<{ readonly data: ArrayBuffer }> };
  }) => void;
  postMessage(message: unknown): void;
}

const scope = globalThis as unknown as TapScope;

scope.onrtctransform = ({ transformer }) => {
  const taken = new WritableStream<{ readonly data: ArrayBuffer }>({
    write: ({ data }) => scope.postMessage(new Uint8Array(data)),
  });
  void transformer.readable.pipeTo(taken).catch(() => {});
};
