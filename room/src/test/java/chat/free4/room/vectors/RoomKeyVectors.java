package chat.free4.room.vectors;

import static chat.free4.room.vectors.Fixtures.ALICE;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import chat.free4.room.descriptor.DescriptorChain;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of what link and password lead to. Browsers alone derive these keys; here they are
 * derived a second time, by other libraries, so that the two must agree.
 */
final class RoomKeyVectors {
  private static final int ARGON2_KIB = 19_456;
  private static final int TAG_BITS = 128;

  private RoomKeyVectors() {}

  /** What follows from a link secret and a password's hash, which is empty without one. */
  record RoomKeys(Bytes salt, Bytes passwordHash, Bytes proofSeed, Bytes wrappingKey) {
    static RoomKeys of(Bytes secret, @Nullable String password) {
      Bytes salt = Transcript.of("free4chat password salt 1").add(secret).sha256().slice(0, 16);
      Bytes hash = password == null ? Bytes.EMPTY : argon2id(password, salt);
      Bytes material = AccessVectors.concat(secret, hash);
      return new RoomKeys(
          salt,
          hash,
          hkdf(material, "free4chat proof key 1"),
          hkdf(material, "free4chat wrapping key 1"));
    }
  }

  static VectorFile keys() {
    VectorFile file =
        new VectorFile(
            "room-keys.json",
            "What a link secret and a password (none in unlisted rooms) lead to, and a room key and"
                + " words sealed as a genesis seals them. An opened sealed part without its zeros"
                + " is words, in UTF-8.");
    Bytes secret = Fixtures.seed("link secret").slice(0, 16);
    keys(file.add("an unlisted room"), secret, null, "unlisted", "{}");
    keys(
        file.add("a private room"),
        secret,
        "correct horse battery staple",
        "private",
        "{\"title\":\"Four o'clock\"}");
    keys(
        file.add("a password beyond ASCII, NFC"),
        Fixtures.seed("another secret").slice(0, 16),
        "Grüße 👋🏽 x",
        "private",
        "{\"title\":\"" + "ö".repeat(60) + "\"}");
    return file;
  }

  private static void keys(
      ObjectNode node, Bytes secret, @Nullable String password, String kind, String words) {
    RoomKeys keys = RoomKeys.of(secret, password);
    node.put("secret", secret.toBase64Url());
    if (password != null) {
      node.put("password", password);
    }
    node.put("salt", keys.salt().toBase64Url());
    node.put("passwordHash", keys.passwordHash().toBase64Url());
    node.put("proofSeed", keys.proofSeed().toBase64Url());
    node.put("verifier", SigningKey.ofSeed(keys.proofSeed()).publicKey().toBase64Url());
    node.put("wrappingKey", keys.wrappingKey().toBase64Url());
    Bytes owner = ALICE.identity().publicKey();
    Bytes roomKey = Fixtures.seed("room key");
    Bytes iv = Fixtures.seed("iv").slice(0, 12);
    Bytes wrappedWith = Transcript.of("free4chat wrapped 1").addUtf8(kind).add(owner).toBytes();
    Bytes sealedWith =
        Transcript.of("free4chat sealed part 1").addUtf8(kind).addU64(1).add(Bytes.EMPTY).toBytes();
    node.put("kind", kind).put("owner", owner.toBase64Url());
    node.put("roomKey", roomKey.toBase64Url()).put("iv", iv.toBase64Url());
    node.put("wrapped", seal(keys.wrappingKey(), iv, wrappedWith, roomKey).toBase64Url());
    node.put("words", words);
    node.put("sealed", seal(roomKey, iv, sealedWith, padded(words)).toBase64Url());
  }

  static VectorFile doorProofs() {
    VectorFile file =
        new VectorFile(
            "door-proofs.json",
            "The proof key's signature that opens a sealed room, and what it signs. Where valid is"
                + " false it does not verify by the verifier.");
    RoomKeys keys = RoomKeys.of(Fixtures.seed("link secret").slice(0, 16), null);
    SigningKey proofKey = SigningKey.ofSeed(keys.proofSeed());
    EnterProof proof = proof(Fixtures.NONCE, Fixtures.SESSION, Fixtures.ORIGIN, room(), 3);
    Bytes signature = proofKey.sign(proof.doorTranscript());
    door(file.add("with voice"), proofKey, proof, signature, true);
    EnterProof first = proof(Fixtures.NONCE, Fixtures.SESSION, Fixtures.ORIGIN, room(), 0);
    door(
        file.add("by one who has seen no descriptor"),
        proofKey,
        first,
        proofKey.sign(first.doorTranscript()),
        true);
    door(file.add("for another version"), proofKey, first, signature, false);
    EnterProof later = proof(Fixtures.seed("later"), Fixtures.SESSION, Fixtures.ORIGIN, room(), 3);
    door(file.add("replayed with another nonce"), proofKey, later, signature, false);
    Bytes session = Fixtures.seed("later session").slice(0, 16);
    door(
        file.add("replayed in another session"),
        proofKey,
        proof(Fixtures.NONCE, session, Fixtures.ORIGIN, room(), 3),
        signature,
        false);
    door(
        file.add("at another origin"),
        proofKey,
        proof(Fixtures.NONCE, Fixtures.SESSION, "https://evil.example", room(), 3),
        signature,
        false);
    door(
        file.add("for another room"),
        proofKey,
        proof(Fixtures.NONCE, Fixtures.SESSION, Fixtures.ORIGIN, Fixtures.ROOM, 3),
        signature,
        false);
    door(
        file.add("the device's signature in its place"),
        proofKey,
        proof,
        ALICE.device().sign(proof.transcript()),
        false);
    return file;
  }

  private static RoomId room() {
    return DescriptorChain.roomOf(DescriptorVectors.GENESIS);
  }

  private static EnterProof proof(
      Bytes nonce, Bytes session, String origin, RoomId room, long version) {
    return new EnterProof(
        nonce,
        session,
        origin,
        room,
        version,
        ALICE.identity().publicKey(),
        ALICE.device().publicKey(),
        Fixtures.CLIENT_FINGERPRINT,
        Fixtures.SERVER_FINGERPRINT);
  }

  private static void door(
      ObjectNode node, SigningKey key, EnterProof proof, Bytes signature, boolean valid) {
    node.put("nonce", proof.nonce().toBase64Url()).put("session", proof.session().toBase64Url());
    node.put("origin", proof.origin()).put("room", proof.room().value().toBase64Url());
    node.put("version", proof.version()).put("identity", proof.identity().toBase64Url());
    node.put("device", proof.device().toBase64Url());
    node.put("clientFingerprint", proof.clientFingerprint().toBase64Url());
    node.put("serverFingerprint", proof.serverFingerprint().toBase64Url());
    node.put("enterTranscript", proof.transcript().toBase64Url());
    node.put("transcript", proof.doorTranscript().toBase64Url());
    node.put("verifier", key.publicKey().toBase64Url());
    node.put("doorProof", signature.toBase64Url()).put("valid", valid);
  }

  static Bytes argon2id(String password, Bytes salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(ARGON2_KIB)
            .withIterations(2)
            .withParallelism(1)
            .withSalt(salt.toArray())
            .build());
    byte[] hash = new byte[32];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return Bytes.of(hash);
  }

  static Bytes hkdf(Bytes material, String info) {
    try {
      SecretKey key =
          KDF.getInstance("HKDF-SHA256")
              .deriveKey(
                  "RAW",
                  HKDFParameterSpec.ofExtract()
                      .addIKM(material.toArray())
                      .thenExpand(info.getBytes(StandardCharsets.UTF_8), 32));
      return Bytes.of(key.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Bytes seal(Bytes key, Bytes iv, Bytes with, Bytes plain) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key.toArray(), "AES"),
          new GCMParameterSpec(TAG_BITS, iv.toArray()));
      cipher.updateAAD(with.toArray());
      return AccessVectors.concat(iv, Bytes.of(cipher.doFinal(plain.toArray())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes padded(String words) {
    byte[] text = words.getBytes(StandardCharsets.UTF_8);
    int length = Math.ceilDiv(Integer.BYTES + text.length, 64) * 64;
    return Bytes.of(ByteBuffer.allocate(length).putInt(text.length).put(text).array());
  }
}
