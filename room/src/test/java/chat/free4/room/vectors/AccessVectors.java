package chat.free4.room.vectors;

import static chat.free4.room.vectors.Fixtures.ALICE;
import static chat.free4.room.vectors.Fixtures.BOB;
import static chat.free4.room.vectors.Fixtures.CLIENT_FINGERPRINT;
import static chat.free4.room.vectors.Fixtures.NONCE;
import static chat.free4.room.vectors.Fixtures.ORIGIN;
import static chat.free4.room.vectors.Fixtures.ROOM;
import static chat.free4.room.vectors.Fixtures.SERVER_FINGERPRINT;
import static chat.free4.room.vectors.Fixtures.SESSION;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.OfferProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import chat.free4.room.log.SignedEntry;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;

/** The vectors of keys, proofs and entries. */
final class AccessVectors {
  private AccessVectors() {}

  static VectorFile transcripts() {
    VectorFile file =
        new VectorFile(
            "transcripts.json",
            "The canonical bytes of a label and fields. A field is {bytes: b64}, {utf8: text} or"
                + " {u64: decimal text}.");
    transcript(file.add("a label alone"), "free4chat test 1");
    transcript(file.add("an empty field is a field"), "free4chat test 1", Bytes.EMPTY);
    transcript(file.add("bytes"), "free4chat test 1", NONCE);
    transcript(file.add("text beyond ASCII"), "free4chat test 1", "Grüße 👋🏽");
    transcript(file.add("numbers"), "free4chat test 1", 0L, 1L, (1L << 53) - 1, -1L);
    transcript(file.add("fields are kept apart: ab, c"), "free4chat test 1", "ab", "c");
    transcript(file.add("fields are kept apart: a, bc"), "free4chat test 1", "a", "bc");
    transcript(file.add("300 bytes"), "free4chat test 1", Bytes.of(new byte[300]));
    return file;
  }

  private static void transcript(ObjectNode node, String label, Object... fields) {
    node.put("label", label);
    ArrayNode array = node.putArray("fields");
    Transcript transcript = Transcript.of(label);
    for (Object field : fields) {
      switch (field) {
        case Bytes bytes -> {
          array.addObject().put("bytes", bytes.toBase64Url());
          transcript.add(bytes);
        }
        case String text -> {
          array.addObject().put("utf8", text);
          transcript.addUtf8(text);
        }
        case Long number -> {
          array.addObject().put("u64", Long.toUnsignedString(number));
          transcript.addU64(number);
        }
        default -> throw new IllegalArgumentException(field.toString());
      }
    }
    node.put("transcript", transcript.toBytes().toBase64Url());
    node.put("sha256", transcript.sha256().toBase64Url());
  }

  static VectorFile identities() {
    VectorFile file =
        new VectorFile(
            "identities.json",
            "Ed25519 keys (raw 32 bytes; seeds where we know them), a device's certificate, and the"
                + " member id. Where valid is false the certificate must be refused.");
    for (Fixtures.Person person : new Fixtures.Person[] {ALICE, BOB}) {
      ObjectNode node = file.add("a device certified by its identity");
      node.put("identitySeed", person.identitySeed().toBase64Url());
      node.put("deviceSeed", person.deviceSeed().toBase64Url());
      certificate(node, person.certificate(), true);
    }
    DeviceCertificate good = ALICE.certificate();
    certificate(
        file.add("another device than was certified"),
        new DeviceCertificate(good.identity(), BOB.device().publicKey(), good.signature()),
        false);
    certificate(
        file.add("another identity than signed"),
        new DeviceCertificate(BOB.identity().publicKey(), good.device(), good.signature()),
        false);
    certificate(
        file.add("one bit of the signature turned"),
        new DeviceCertificate(good.identity(), good.device(), flip(good.signature(), 0)),
        false);
    certificate(
        file.add("the signature's scalar is over the group's order"),
        new DeviceCertificate(
            good.identity(),
            good.device(),
            concat(good.signature().slice(0, 32), hex("ff".repeat(32)))),
        false);
    certificate(
        file.add("signature too short"),
        new DeviceCertificate(good.identity(), good.device(), good.signature().slice(0, 63)),
        false);
    certificate(
        file.add("identity too short"),
        new DeviceCertificate(good.identity().slice(0, 31), good.device(), good.signature()),
        false);
    Bytes neutral = hex("01" + "00".repeat(31));
    certificate(
        file.add("an identity of small order signs everything: R = A = neutral, S = 0"),
        new DeviceCertificate(neutral, good.device(), concat(neutral, hex("00".repeat(32)))),
        false);
    certificate(
        file.add("a device of small order"),
        DeviceCertificate.issue(ALICE.identity(), neutral),
        false);
    certificate(
        file.add("a device that is no canonical point (y = p)"),
        DeviceCertificate.issue(ALICE.identity(), hex("ed" + "ff".repeat(30) + "7f")),
        false);
    return file;
  }

  private static void certificate(ObjectNode node, DeviceCertificate certificate, boolean valid) {
    node.put("identity", certificate.identity().toBase64Url());
    node.put("device", certificate.device().toBase64Url());
    node.put("certificate", certificate.signature().toBase64Url());
    node.put(
        "member", MemberId.of(certificate.identity(), certificate.device()).value().toBase64Url());
    node.put("valid", valid);
  }

  static VectorFile enterProofs() {
    VectorFile file =
        new VectorFile(
            "enter-proofs.json",
            "The device's signature that enters a room. clientFingerprint is empty for one who only"
                + " writes. Where valid is false the proof does not verify against these fields.");
    EnterProof proof =
        new EnterProof(
            NONCE,
            SESSION,
            ORIGIN,
            ROOM,
            ALICE.identity().publicKey(),
            ALICE.device().publicKey(),
            CLIENT_FINGERPRINT,
            SERVER_FINGERPRINT);
    Bytes signature = ALICE.device().sign(proof.transcript());
    enterProof(file.add("with voice"), proof, signature, true);
    EnterProof silent = withClientFingerprint(proof, Bytes.EMPTY);
    enterProof(file.add("writing only"), silent, ALICE.device().sign(silent.transcript()), true);
    enterProof(file.add("the offer was taken out"), silent, signature, false);
    enterProof(file.add("replayed with another nonce"), withNonce(proof), signature, false);
    enterProof(file.add("at another origin"), withOrigin(proof), signature, false);
    enterProof(file.add("for another room"), withRoom(proof), signature, false);
    enterProof(
        file.add("signed by the identity, not the device"),
        proof,
        ALICE.identity().sign(proof.transcript()),
        false);
    return file;
  }

  private static EnterProof withClientFingerprint(EnterProof p, Bytes fingerprint) {
    return new EnterProof(
        p.nonce(),
        p.session(),
        p.origin(),
        p.room(),
        p.identity(),
        p.device(),
        fingerprint,
        p.serverFingerprint());
  }

  private static EnterProof withNonce(EnterProof p) {
    return new EnterProof(
        Fixtures.seed("another nonce"),
        p.session(),
        p.origin(),
        p.room(),
        p.identity(),
        p.device(),
        p.clientFingerprint(),
        p.serverFingerprint());
  }

  private static EnterProof withOrigin(EnterProof p) {
    return new EnterProof(
        p.nonce(),
        p.session(),
        "https://evil.example",
        p.room(),
        p.identity(),
        p.device(),
        p.clientFingerprint(),
        p.serverFingerprint());
  }

  private static EnterProof withRoom(EnterProof p) {
    return new EnterProof(
        p.nonce(),
        p.session(),
        p.origin(),
        RoomId.ofPublic("another room"),
        p.identity(),
        p.device(),
        p.clientFingerprint(),
        p.serverFingerprint());
  }

  private static void enterProof(
      ObjectNode node, EnterProof proof, Bytes signature, boolean valid) {
    node.put("deviceSeed", ALICE.deviceSeed().toBase64Url());
    node.put("nonce", proof.nonce().toBase64Url());
    node.put("session", proof.session().toBase64Url());
    node.put("origin", proof.origin());
    node.put("room", proof.room().value().toBase64Url());
    node.put("identity", proof.identity().toBase64Url());
    node.put("device", proof.device().toBase64Url());
    node.put("clientFingerprint", proof.clientFingerprint().toBase64Url());
    node.put("serverFingerprint", proof.serverFingerprint().toBase64Url());
    node.put("transcript", proof.transcript().toBase64Url());
    node.put("proof", signature.toBase64Url());
    node.put("valid", valid);
  }

  static VectorFile offerSignatures() {
    VectorFile file =
        new VectorFile("offer-signatures.json", "The device's signature of a media.offer.");
    OfferProof offer =
        new OfferProof(
            SESSION,
            ROOM,
            ALICE.identity().publicKey(),
            ALICE.device().publicKey(),
            CLIENT_FINGERPRINT,
            SERVER_FINGERPRINT);
    Bytes signature = ALICE.device().sign(offer.transcript());
    offer(file.add("good"), offer, signature, true);
    OfferProof other =
        new OfferProof(
            SESSION,
            ROOM,
            offer.identity(),
            offer.device(),
            Fixtures.seed("another fingerprint"),
            SERVER_FINGERPRINT);
    offer(file.add("another client fingerprint"), other, signature, false);
    OfferProof moved =
        new OfferProof(
            Fixtures.seed("another session").slice(0, 16),
            ROOM,
            offer.identity(),
            offer.device(),
            CLIENT_FINGERPRINT,
            SERVER_FINGERPRINT);
    offer(file.add("replayed in another session"), moved, signature, false);
    return file;
  }

  private static void offer(ObjectNode node, OfferProof offer, Bytes signature, boolean valid) {
    node.put("deviceSeed", ALICE.deviceSeed().toBase64Url());
    node.put("session", offer.session().toBase64Url());
    node.put("room", offer.room().value().toBase64Url());
    node.put("identity", offer.identity().toBase64Url());
    node.put("device", offer.device().toBase64Url());
    node.put("clientFingerprint", offer.clientFingerprint().toBase64Url());
    node.put("serverFingerprint", offer.serverFingerprint().toBase64Url());
    node.put("transcript", offer.transcript().toBase64Url());
    node.put("signature", signature.toBase64Url());
    node.put("valid", valid);
  }

  static VectorFile signedEntries() {
    VectorFile file =
        new VectorFile(
            "signed-entries.json",
            "Entries as they travel on the log. drop names what is wrong: too_short, version,"
                + " sequence, certificate, signature; without it the entry verifies. Where sequence"
                + " stands the bytes can be read, and identity, device, member, body are what they"
                + " hold; deviceSeed and certificate make the same bytes again.");
    Bytes body =
        Bytes.utf8(
            "{\"kind\":\"text\",\"text\":\"Grüße 👋🏽\",\"time\":1792000000000,\"logical\":7}");
    SignedEntry good = entry("chat", 1, body);
    Bytes bytes = good.encode();
    entry(file.add("a chat message"), "chat", bytes, "");
    entry(file.add("an empty body"), "chat", entry("chat", 2, Bytes.EMPTY).encode(), "");
    entry(
        file.add("the largest sequence"),
        "chat",
        entry("chat", SignedEntry.MAX_SEQUENCE, body).encode(),
        "");
    entry(
        file.add("the largest sequence plus one"),
        "chat",
        raw(SignedEntry.MAX_SEQUENCE + 1),
        "sequence");
    entry(file.add("sequence 0"), "chat", raw(0), "sequence");
    entry(file.add("a sequence with the highest bit set"), "chat", raw(-1), "sequence");
    entry(file.add("moved to another document"), "board", bytes, "signature");
    entry(
        file.add("one bit of the body turned"),
        "chat",
        flip(bytes, bytes.length() - 1),
        "signature");
    entry(file.add("one bit of the signature turned"), "chat", flip(bytes, 140), "signature");
    entry(file.add("one bit of the sequence turned"), "chat", flip(bytes, 135), "signature");
    entry(file.add("one bit of the identity turned"), "chat", flip(bytes, 1), "certificate");
    entry(file.add("one bit of the device turned"), "chat", flip(bytes, 33), "certificate");
    entry(file.add("one bit of the certificate turned"), "chat", flip(bytes, 65), "certificate");
    entry(
        file.add("version 2"),
        "chat",
        concat(hex("02"), bytes.slice(1, bytes.length())),
        "version");
    entry(
        file.add("cut one byte before the body"),
        "chat",
        bytes.slice(0, SignedEntry.HEAD_BYTES - 1),
        "too_short");
    entry(file.add("nothing"), "chat", Bytes.EMPTY, "too_short");
    ObjectNode moved = file.add("moved to another room");
    entry(moved, "chat", bytes, "signature");
    moved.put("room", RoomId.ofPublic("another room").value().toBase64Url());
    return file;
  }

  private static SignedEntry entry(String doc, long sequence, Bytes body) {
    return SignedEntry.sign(ALICE.device(), ALICE.certificate(), ROOM, doc, sequence, body);
  }

  private static Bytes raw(long sequence) {
    return entry("chat", sequence, Bytes.utf8("{}")).encode();
  }

  private static void entry(ObjectNode node, String doc, Bytes bytes, String drop) {
    node.put("room", ROOM.value().toBase64Url());
    node.put("doc", doc);
    node.put("bytes", bytes.toBase64Url());
    if (!drop.isEmpty()) {
      node.put("drop", drop);
    }
    if (SignedEntry.decode(bytes) instanceof SignedEntry.Reading.Accepted(SignedEntry entry)) {
      node.put("sequence", entry.sequence());
      node.put("identity", entry.certificate().identity().toBase64Url());
      node.put("device", entry.certificate().device().toBase64Url());
      node.put("certificate", entry.certificate().signature().toBase64Url());
      node.put("member", entry.author().value().toBase64Url());
      node.put("body", entry.body().toBase64Url());
      if (drop.isEmpty()) {
        node.put("deviceSeed", ALICE.deviceSeed().toBase64Url());
      }
    }
  }

  static Bytes flip(Bytes bytes, int index) {
    byte[] changed = bytes.toArray();
    changed[index] ^= 1;
    return Bytes.of(changed);
  }

  static Bytes concat(Bytes first, Bytes second) {
    byte[] both = new byte[first.length() + second.length()];
    System.arraycopy(first.toArray(), 0, both, 0, first.length());
    System.arraycopy(second.toArray(), 0, both, first.length(), second.length());
    return Bytes.of(both);
  }

  private static Bytes hex(String text) {
    return Bytes.of(HexFormat.of().parseHex(text));
  }
}
