package chat.free4.rtc.srtp;

/** A context of {@link JceSrtpBackend}. */
final class JceContext implements SrtpContext {
  private final SrtpProfile profile;
  private final JceTransform transform;
  private final SrtpStreams streams = new SrtpStreams();
  private final boolean outbound;
  private boolean closed;

  JceContext(SrtpProfile profile, boolean outbound, byte[] masterKey, byte[] masterSalt) {
    if (masterKey.length != profile.keyBytes() || masterSalt.length != profile.saltBytes()) {
      throw new IllegalArgumentException(
          "key of %d and salt of %d bytes for %s"
              .formatted(masterKey.length, masterSalt.length, profile));
    }
    this.profile = profile;
    this.outbound = outbound;
    this.transform =
        switch (profile) {
          case AEAD_AES_128_GCM -> GcmTransform.ofMasterKey(outbound, masterKey, masterSalt);
          case AES128_CM_HMAC_SHA1_80 ->
              CounterModeTransform.ofMasterKey(outbound, masterKey, masterSalt);
        };
  }

  @Override
  public SrtpProfile profile() {
    return profile;
  }

  JceTransform transform() {
    return transform;
  }

  SrtpStreams streams() {
    return streams;
  }

  boolean isOutbound() {
    return outbound;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    transform.close();
  }
}
