package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FullNoticeTest {
  @Test
  void isSaidAtOnceAndThenOnceAMinuteAtMost() {
    FullNotice notice = new FullNotice("WebSockets", "max-sockets", 300);
    long now = Long.MAX_VALUE - 5; // of nanoTime nothing is certain
    assertThat(notice.line(now))
        .isEqualTo(
            "full: this node has 300 WebSockets, as many as it takes (--max-sockets), and has"
                + " refused 1 since it said so last; raise it, or start another node");
    for (int i = 1; i <= 40; i++) {
      assertThat(notice.line(now + i)).isNull();
    }
    assertThat(notice.line(now + FullNotice.INTERVAL_NANOS)).contains("has refused 41 since");
    assertThat(notice.line(now + FullNotice.INTERVAL_NANOS + 1)).isNull();
  }
}
