package chat.free4.room.vectors;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;

/**
 * The vectors of protocol/identity.md. Browsers alone write and read exports; here they are made a
 * second time, by other libraries, so that the two must agree.
 */
final class IdentityVectors {
  private static final String PREFIX = "free4chat-identity:";
  private static final String LABEL = "free4chat identity 1";
  private static final String PASSPHRASE = "correct horse battery staple";
  private static final Bytes VERSION = Bytes.of(new byte[] {1});
  private static final Bytes SEED = Fixtures.seed("carried identity");
  private static final Bytes SALT = Fixtures.seed("export salt").slice(0, 16);
  private static final Bytes IV = Fixtures.seed("export iv").slice(0, 12);

  private IdentityVectors() {}

  static VectorFile exports() {
    VectorFile file =
        new VectorFile(
            "identity-exports.json",
            "Exports of an identity, and why others are refused; fingerprint is the short one of"
                + " the identity. Where passphrase is not said, it does not matter.");
    Bytes body = body(VERSION, PASSPHRASE);
    String text = PREFIX + AccessVectors.concat(body, check(body)).toBase64Url();
    opens(file.add("an export"), text, PASSPHRASE);
    opens(file.add("white space around it and in it"), "\n " + spaced(text) + " \r\n", PASSPHRASE);
    Bytes beyond = body(VERSION, "Gr\u00fc\u00dfe \ud83d\udc4b x");
    opens(
        file.add("a passphrase beyond ASCII, typed decomposed"),
        PREFIX + AccessVectors.concat(beyond, check(beyond)).toBase64Url(),
        "Gru\u0308\u00dfe \ud83d\udc4b x");
    refused(file.add("another passphrase"), text, "wrong-passphrase")
        .put("passphrase", PASSPHRASE + "r");
    refused(file.add("nothing"), "", "no-identity");
    refused(file.add("a link"), "https://talk.example/r/kitchen", "no-identity");
    refused(file.add("longer than is looked at"), text + "\n".repeat(1_000), "no-identity");
    refused(file.add("nothing behind its beginning"), PREFIX, "damaged");
    refused(file.add("its last character lost"), text.substring(0, text.length() - 1), "damaged");
    refused(file.add("its last four lost"), text.substring(0, text.length() - 4), "damaged");
    refused(file.add("four characters more"), text + "AAAA", "damaged");
    refused(file.add("padded base64"), text + "=", "damaged");
    refused(file.add("one character changed"), changed(text), "damaged");
    Bytes later = body(Bytes.of(new byte[] {2}), PASSPHRASE);
    refused(
        file.add("of a later version"),
        PREFIX + AccessVectors.concat(later, check(later)).toBase64Url(),
        "other-version");
    return file;
  }

  private static void opens(ObjectNode node, String text, String passphrase) {
    Bytes identity = SigningKey.ofSeed(SEED).publicKey();
    node.put("text", text).put("passphrase", passphrase);
    node.put("salt", SALT.toBase64Url()).put("iv", IV.toBase64Url());
    node.put("seed", SEED.toBase64Url()).put("identity", identity.toBase64Url());
    node.put("fingerprint", fingerprint(identity));
  }

  private static ObjectNode refused(ObjectNode node, String text, String fault) {
    return node.put("text", text).put("fault", fault);
  }

  private static Bytes body(Bytes version, String passphrase) {
    Bytes head = AccessVectors.concat(version, SALT);
    Bytes key = RoomKeyVectors.hkdf(RoomKeyVectors.argon2id(passphrase, SALT), LABEL);
    Bytes with = Transcript.of(LABEL).add(head).toBytes();
    return AccessVectors.concat(head, RoomKeyVectors.seal(key, IV, with, SEED));
  }

  private static Bytes check(Bytes body) {
    return Transcript.of("free4chat identity check 1").add(body).sha256().slice(0, 4);
  }

  private static String spaced(String text) {
    int middle = text.length() / 2;
    return text.substring(0, middle) + "\n  " + text.substring(middle);
  }

  private static String changed(String text) {
    int at = PREFIX.length() + 40;
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  /** Five bits a character, as {@code protocol/identity.md} says. */
  private static String fingerprint(Bytes identity) {
    StringBuilder text = new StringBuilder();
    long bits = ByteBuffer.wrap(identity.toArray()).getLong();
    for (int at = 0; at < 12; at++) {
      text.append(at > 0 && at % 4 == 0 ? "-" : "");
      int digit = (int) (bits >>> (59 - 5 * at)) & 31;
      text.append("0123456789abcdefghjkmnpqrstvwxyz".charAt(digit));
    }
    return text.toString();
  }
}
