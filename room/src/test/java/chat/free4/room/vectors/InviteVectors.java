package chat.free4.room.vectors;

import static chat.free4.room.vectors.Fixtures.ALICE;
import static chat.free4.room.vectors.Fixtures.BOB;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Redemption;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.moderation.Invites;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.List;

/** The vectors of invites: who asks by one, and what they are handed. */
final class InviteVectors {
  static final Bytes SEED = Fixtures.seed("invite");
  private static final SigningKey KEY = SigningKey.ofSeed(SEED);
  private static final Bytes SEALING_KEY = Fixtures.seed("sealing key of a guest");

  private InviteVectors() {}

  /** Bob asks. */
  static Redemption redemption(Bytes room) {
    return redemption(new RoomId(room), KEY, BOB, SEALING_KEY, KEY);
  }

  private static Redemption redemption(
      RoomId room, SigningKey invite, Fixtures.Person who, Bytes key, SigningKey signer) {
    Redemption unsigned =
        new Redemption(
            room,
            invite.publicKey(),
            who.identity().publicKey(),
            who.device().publicKey(),
            key,
            Bytes.EMPTY);
    return signed(unsigned, signer.sign(unsigned.transcript()));
  }

  private static Redemption signed(Redemption asked, Bytes proof) {
    return new Redemption(
        asked.room(), asked.invite(), asked.identity(), asked.device(), asked.sealingKey(), proof);
  }

  static VectorFile file() {
    VectorFile file =
        new VectorFile(
            "invites.json",
            "Askings by an invite, with what its key signs; where valid is false the proof does"
                + " not verify. And handovers, as they are before they are sealed; where chain is"
                + " missing they are none.");
    RoomId room = DescriptorChain.roomOf(DescriptorVectors.GENESIS);
    Redemption good = redemption(room.value());
    asking(file.add("an asking"), good);
    SigningKey other = SigningKey.ofSeed(Fixtures.seed("another invite"));
    asking(
        file.add("signed by another invite's key"), redemption(room, KEY, BOB, SEALING_KEY, other));
    asking(
        file.add("of another room"),
        signed(redemption(Fixtures.ROOM, KEY, BOB, SEALING_KEY, KEY), good.proof()));
    asking(
        file.add("replayed by another person"),
        signed(redemption(room, KEY, ALICE, SEALING_KEY, KEY), good.proof()));
    asking(
        file.add("to be sealed to another key"),
        signed(redemption(room, KEY, BOB, Fixtures.seed("eavesdropper"), KEY), good.proof()));
    asking(file.add("cut short"), signed(good, good.proof().slice(0, 63)));
    Bytes secret = Fixtures.seed("link secret").slice(0, 16);
    Bytes hash = Fixtures.seed("password hash");
    List<Bytes> chain = List.of(DescriptorVectors.GENESIS.encode());
    handed(file.add("handed over: private"), secret, hash, chain);
    handed(file.add("handed over: unlisted"), secret, Bytes.EMPTY, chain);
    Bytes whole = handover(secret, hash, chain);
    nothing(file.add("a handover without its end"), whole.slice(0, whole.length() - 1));
    nothing(file.add("a handover with more"), AccessVectors.concat(whole, Bytes.of(new byte[4])));
    nothing(file.add("a handover of no chain"), handover(secret, hash, List.of()));
    nothing(file.add("a secret too short"), handover(secret.slice(0, 15), hash, chain));
    nothing(file.add("half a password hash"), handover(secret, hash.slice(0, 16), chain));
    nothing(file.add("nothing handed over"), Bytes.EMPTY);
    return file;
  }

  private static void asking(ObjectNode node, Redemption asked) {
    node.put("seed", SEED.toBase64Url()).put("fragment", "#" + SEED.toBase64Url() + ".i");
    node.put("id", Invites.id(asked.invite()).toBase64Url());
    node.put("room", asked.room().value().toBase64Url());
    node.put("invite", asked.invite().toBase64Url());
    node.put("identity", asked.identity().toBase64Url());
    node.put("device", asked.device().toBase64Url());
    node.put("key", asked.sealingKey().toBase64Url());
    node.put("transcript", asked.transcript().toBase64Url());
    node.put("proof", asked.proof().toBase64Url()).put("valid", asked.verifies());
  }

  private static void handed(ObjectNode node, Bytes secret, Bytes hash, List<Bytes> chain) {
    node.put("secret", secret.toBase64Url()).put("passwordHash", hash.toBase64Url());
    ArrayNode links = node.putArray("chain");
    chain.forEach(link -> links.add(link.toBase64Url()));
    node.put("handover", handover(secret, hash, chain).toBase64Url());
  }

  private static void nothing(ObjectNode node, Bytes bytes) {
    node.put("handover", bytes.toBase64Url());
  }

  private static Bytes handover(Bytes secret, Bytes hash, List<Bytes> chain) {
    Bytes links = Bytes.EMPTY;
    for (Bytes link : chain) {
      links = AccessVectors.concat(links, lengthPrefixed(link));
    }
    return Transcript.of("free4chat handover 1").add(secret).add(hash).add(links).toBytes();
  }

  private static Bytes lengthPrefixed(Bytes bytes) {
    byte[] prefix = ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length()).array();
    return AccessVectors.concat(Bytes.of(prefix), bytes);
  }
}
