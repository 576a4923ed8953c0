package chat.free4.server.sealing;

import java.security.SecureRandom;

/** Bytes 1, 2, 3 and so on, so that what is made by them is the same each time. */
final class CountingRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private byte last;

  @Override
  public void nextBytes(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      last++;
      bytes[i] = last;
    }
  }
}
