package chat.free4.server.sealing;

import static chat.free4.server.sealing.TestMember.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What a robot of the server does with keys is what pages do, to the byte: {@code sealing.json},
 * which the page's tests run too. {@code -Dvectors.write=true} writes it anew.
 */
class SealingVectorsTest {
  private static final Path FILE = Path.of("..", "protocol", "vectors", "sealing.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FRAMES = 10;
  private static final int MANY_FRAMES = 70_000;

  private final TestMember ada = new TestMember(1, "ada");
  private final TestMember ben = new TestMember(2, "ben");
  private final TestMember robin = new TestMember(3, "robin", "companion");
  private final ArrayNode cases = JSON.createArrayNode();

  private ObjectNode add(String about) {
    return cases.addObject().put("about", about).put("room", b64(ROOM.value()));
  }

  private static String b64(Bytes bytes) {
    return bytes.toBase64Url();
  }

  private static void put(ObjectNode node, TestMember member) {
    node.put("id", b64(member.id.value()));
    node.put("identity", b64(member.certificate.identity()));
    node.put("device", b64(member.certificate.device()));
    node.put("sealingSecret", b64(member.sealingSecret));
    node.put("shown", b64(member.seal().shown()));
  }

  private void commit(String about, TestMember committer, List<TestMember> members, long epoch) {
    Bytes previous = TestMember.seed("previous " + epoch);
    Bytes secret = TestMember.seed("secret " + epoch);
    Bytes commit = committer.commit(epoch, previous, secret, members);
    ObjectNode node = add(about);
    node.put("epoch", epoch).put("committer", b64(committer.id.value()));
    node.put("committerDevice", b64(committer.certificate.device()));
    node.put("rosterHash", b64(TestMember.rosterHash(members)));
    node.put("previous", b64(previous)).put("secret", b64(secret));
    node.put("commit", b64(commit));
    node.put("hash", b64(Objects.requireNonNull(Commit.read(commit)).hash(ROOM)));
    ArrayNode people = node.putArray("members");
    members.forEach(member -> put(people.addObject(), member));

    TestMember author = members.getLast();
    EpochKeys keys = author.keys(commit);
    ArrayNode contents = node.putArray("contents");
    for (String kind : List.of("profile", "chat", "games")) {
      Bytes plaintext = Bytes.utf8("what stands in " + kind);
      Bytes content = keys.seal(ROOM, kind, author.id, plaintext, new CountingRandom());
      contents
          .addObject()
          .put("kind", kind)
          .put("author", b64(author.id.value()))
          .put("plaintext", b64(plaintext))
          .put("content", b64(content));
    }
    long kid = 0x0102_0304_0506L * epoch;
    Bytes base =
        keys.voiceBaseKey(ROOM, author.certificate.identity(), author.certificate.device(), kid);
    FrameSealer sealer = new FrameSealer(kid, base);
    ObjectNode voice = node.putObject("voice");
    voice.put("member", b64(author.id.value())).put("kid", kid).put("baseKey", b64(base));
    ArrayNode frames = voice.putArray("frames");
    for (int i = 0; i < MANY_FRAMES; i++) {
      byte[] frame = ("frame " + i).getBytes(StandardCharsets.UTF_8);
      byte[] sealed = Objects.requireNonNull(sealer.seal(frame));
      boolean isNewLength = i == 255 || i == 256 || i == 65_535 || i == 65_536;
      if (i < FRAMES || isNewLength) {
        frames
            .addObject()
            .put("counter", i)
            .put("plaintext", b64(Bytes.of(frame)))
            .put("sealed", b64(Bytes.of(sealed)));
      }
    }
  }

  private String text() throws IOException {
    commit("two people", ada, List.of(ada, ben), 1);
    commit("two people and a robot of the server", ben, List.of(ada, ben, robin), 7);
    ObjectNode root = JSON.createObjectNode();
    root.put(
        "about",
        "Commits of sealed rooms, the private keys that they are sealed to, and what is sealed in"
            + " the epoch that each begins: contents, and frames of the last member's voice.");
    root.set("cases", cases);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    return JSON.writer(printer).writeValueAsString(root) + "\n";
  }

  @Test
  void theFileIsWhatIsMadeOfTheSameSeeds() throws IOException {
    String text = text();
    if (Boolean.getBoolean("vectors.write")) {
      Files.writeString(FILE, text);
    }
    assertThat(Files.readString(FILE)).isEqualTo(text);
  }
}
