package chat.free4.server.robot;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.log.SignedEntry;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lines of the chat, as robots read and write them. */
final class ChatLineTest {
  private static final SigningKey KEY = SigningKey.ofSeed(Bytes.of(new byte[32]));
  private static final DeviceCertificate CERTIFICATE =
      DeviceCertificate.issue(KEY, KEY.publicKey());

  private static Bytes entry(Bytes body) {
    return SignedEntry.sign(KEY, CERTIFICATE, RoomId.ofPublic("a"), ChatLine.DOC, 1, body).encode();
  }

  private static @Nullable ChatLine read(String body) {
    return ChatLine.read(entry(Bytes.utf8(body)));
  }

  private static @Nullable Bytes write(String text) {
    return ChatLine.write("Robin", text, 500, 1_700_000_000_000L, 7);
  }

  private static String said(String text) {
    Bytes body = Objects.requireNonNull(write(text));
    return Objects.requireNonNull(ChatLine.read(entry(body))).text();
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(ChatLine.read(entry(Objects.requireNonNull(write("Hello, Ada.")))))
        .isEqualTo(new ChatLine("Hello, Ada.", 7));
  }

  @Test
  void ofOtherLinesTheTimeAloneIsRead() {
    assertThat(read("{\"kind\":\"react\",\"emoji\":\"x\",\"time\":1,\"logical\":4}"))
        .isEqualTo(new ChatLine("", 4));
  }

  @Test
  void whatIsNoLineIsNone() {
    assertThat(read("")).isNull();
    assertThat(read("[]")).isNull();
    assertThat(read("{\"kind\":\"text\",\"text\":\"a\"}")).isNull();
    assertThat(read("{\"kind\":\"text\",\"text\":\"a\",\"logical\":-1}")).isNull();
    assertThat(read("{\"kind\":\"text\",\"text\":\"a\",\"logical\":1000000001}")).isNull();
    assertThat(read("[".repeat(10_000))).isNull();
    assertThat(ChatLine.read(Bytes.utf8("short"))).isNull();
    Random random = new Random(20261123);
    for (int i = 0; i < 2_000; i++) {
      byte[] junk = new byte[random.nextInt(64)];
      random.nextBytes(junk);
      assertThat(ChatLine.read(entry(Bytes.of(junk)))).as("seed 20261123, %s", i).isNull();
    }
  }

  @Test
  void whatMayNotStandInALineIsLeftOutOfIt() {
    assertThat(said("a\u0000b\u202Ec\nd")).isEqualTo("a b c d");
    assertThat(said("half \uD83D a pair")).isEqualTo("half   a pair");
    assertThat(said("<b>&amp;$(rm)`\"'")).isEqualTo("<b>&amp;$(rm)`\"'");
    assertThat(said("long ".repeat(20_000))).hasSizeLessThanOrEqualTo(500);
    assertThat(write("\u200B\u0007 ")).isNull();
    assertThat(write("")).isNull();
  }

  @Test
  void nicknamesAreThoseOfProfiles() {
    assertThat(ChatLine.nickname(ChatLine.profile("Zoë"))).isEqualTo("Zoë");
    assertThat(ChatLine.nickname(Bytes.utf8("no profile"))).isEqualTo("?");
    assertThat(ChatLine.nickname(Bytes.utf8("{\"nickname\":\"\\u202E\"}"))).isEqualTo("?");
    assertThat(ChatLine.nickname(ChatLine.profile("a".repeat(25)))).isEqualTo("?");
  }
}
