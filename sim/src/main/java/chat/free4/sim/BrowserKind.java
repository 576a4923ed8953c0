package chat.free4.sim;

/**
 * In what two kinds of browser offer differs (DESIGN section 10), as far as a server can tell.
 *
 * @param payloadType of Opus
 * @param levelExtension id of the audio level extension
 * @param midExtension id of the MID extension
 * @param nack true when generic NACK is offered for audio
 * @param sessionFingerprint true when the fingerprint stands at session level only
 * @param bundleOnly true when bundled lines after the first stand at port 0 with bundle-only
 */
public record BrowserKind(
    int payloadType,
    int levelExtension,
    int midExtension,
    boolean nack,
    boolean sessionFingerprint,
    boolean bundleOnly) {
  /** Opus at 111; NACK, which our page adds to the offer. */
  public static final BrowserKind CHROMIUM = new BrowserKind(111, 1, 4, true, false, false);

  /** Opus at 109; no NACK for audio. */
  public static final BrowserKind FIREFOX = new BrowserKind(109, 1, 3, false, true, true);
}
