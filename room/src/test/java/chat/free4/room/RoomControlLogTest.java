package chat.free4.room;

import static chat.free4.room.RoomHarness.ID;
import static chat.free4.room.RoomHarness.admission;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.log.SignedEntry;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log as members use it; {@link chat.free4.room.log.RoomLog} has its own test. */
class RoomControlLogTest {
  private final RoomHarness harness = new RoomHarness();

  @BeforeEach
  void enter() {
    harness.enter(1, "ada");
    harness.enter(2, "ben");
    harness.take();
  }

  @Test
  void anEntryIsAnsweredAndReachesAllTheAuthorToo() {
    harness.request(1, append("chat", 1, "hi"));
    List<RoomEffect> effects = harness.take();
    assertThat(effects.getFirst())
        .isEqualTo(new RoomEffect.Reply(1, ID, new ServerMessage.AppendResult(1)));
    RoomEffect.Broadcast broadcast = (RoomEffect.Broadcast) effects.get(1);
    assertThat(broadcast.to()).hasToString("[1, 2]");
    assertThat(broadcast.message())
        .isEqualTo(
            new ServerMessage.LogEntry(
                1, "chat", admission("ada", null).member().value(), 1, Bytes.utf8("hi")));
    assertThat(effects).hasSize(2);
  }

  @Test
  void whatWasHeldIsAnsweredTheSameAndNotSentAgain() {
    harness.request(1, append("chat", 1, "hi"));
    harness.take();
    harness.request(1, append("chat", 1, "hi"));
    assertThat(harness.take())
        .containsExactly(new RoomEffect.Reply(1, ID, new ServerMessage.AppendResult(1)));
  }

  @Test
  void theWelcomeSaysWhatTheLogHoldsOfTheMember() {
    harness.request(2, append("chat", 1, "one"));
    harness.request(2, append("chat", 4, "four"));
    harness.request(1, append("chat", 1, "mine"));
    harness.close(2, 1006);
    harness.take();
    harness.enter(3, "ben");
    RoomEffect.Welcome welcome = (RoomEffect.Welcome) harness.take().getFirst();
    assertThat(welcome.result().log()).isEqualTo(new ServerMessage.LogInfo(3, 4));
  }

  @Test
  void theLogOutlivesItsAuthorsButNotTheRoom() {
    harness.request(1, append("chat", 1, "hi"));
    harness.request(1, new ClientMessage.Leave());
    harness.enter(3, "ada");
    harness.take();
    harness.request(3, new ClientMessage.LogAfter(0, null));
    ServerMessage.AfterResult page = page(harness.take());
    assertThat(page.entries()).hasSize(1);
    assertThat(page.cursor()).isEqualTo(1);
    assertThat(page.more()).isFalse();
  }

  @Test
  void readingGoesOnPageByPage() {
    for (int i = 1; i <= 5; i++) {
      harness.request(1, append("chat", i, "entry " + i));
    }
    harness.take();
    harness.request(2, new ClientMessage.LogAfter(1, 2));
    ServerMessage.AfterResult page = page(harness.take());
    assertThat(page.entries()).extracting(ServerMessage.Entry::sequence).containsExactly(2L, 3L);
    assertThat(page.more()).isTrue();
    harness.request(2, new ClientMessage.LogAfter(page.cursor(), 2));
    assertThat(page(harness.take()).entries())
        .extracting(ServerMessage.Entry::sequence)
        .containsExactly(4L, 5L);
  }

  @Test
  void wrongParametersAreNamed() {
    refused(append("", 1, "x"), SignalFault.invalidParams("doc"));
    refused(append("Chat", 1, "x"), SignalFault.invalidParams("doc"));
    refused(append("x".repeat(65), 1, "x"), SignalFault.invalidParams("doc"));
    refused(append("chat", 0, "x"), SignalFault.invalidParams("sequence"));
    refused(append("chat", -1, "x"), SignalFault.invalidParams("sequence"));
    refused(
        append("chat", SignedEntry.MAX_SEQUENCE + 1, "x"), SignalFault.invalidParams("sequence"));
    refused(new ClientMessage.LogAfter(-1, null), SignalFault.invalidParams("cursor"));
    refused(new ClientMessage.LogAfter(0, 0), SignalFault.invalidParams("limit"));
  }

  @Test
  void anEntryOverTheLimitIsRefused() {
    refused(append("chat", 1, "x".repeat(16_385)), SignalFault.tooLarge(16_384));
    harness.request(1, append("chat", 1, "x".repeat(16_384)));
    assertThat(harness.take().getFirst()).isInstanceOf(RoomEffect.Reply.class);
  }

  @Test
  void whoWritesTooFastIsBusyAndToldWhenItMayGoOn() {
    int taken = 0;
    SignalFault fault = null;
    while (fault == null) {
      harness.request(1, append("chat", taken + 1, "x".repeat(16_000)));
      RoomEffect first = harness.take().getFirst();
      if (first instanceof RoomEffect.Fail fail) {
        fault = fail.fault();
      } else {
        taken++;
      }
    }
    assertThat(taken).isEqualTo(4);
    assertThat(fault.error()).isEqualTo(SignalError.BUSY);
    long retryMillis = ((SignalFault.Detail.RetryMillis) fault.detail()).retryMillis();
    assertThat(retryMillis).isBetween(1L, 1_000L);
    harness.request(2, append("chat", 1, "another may"));
    assertThat(harness.take().getFirst()).isInstanceOf(RoomEffect.Reply.class);
    harness.pass(retryMillis);
    harness.request(1, append("chat", taken + 1, "x".repeat(16_000)));
    assertThat(harness.take().getFirst()).isInstanceOf(RoomEffect.Reply.class);
  }

  @Test
  void whoReadsTheLogOverAndOverIsBusy() {
    harness.request(1, append("chat", 1, "x".repeat(16_000)));
    harness.take();
    int pages = 0;
    RoomEffect effect = read();
    while (effect instanceof RoomEffect.Reply) {
      pages++;
      effect = read();
    }
    assertThat(((RoomEffect.Fail) effect).fault().error()).isEqualTo(SignalError.BUSY);
    assertThat(pages * 16_000L).isBetween(8_000_000L, 9_000_000L); // the full log, twice
  }

  private RoomEffect read() {
    harness.request(2, new ClientMessage.LogAfter(0, null));
    return harness.take().getFirst();
  }

  private void refused(ClientMessage.InRoom message, SignalFault fault) {
    harness.request(1, message);
    assertThat(harness.take()).containsExactly(new RoomEffect.Fail(1, ID, fault));
  }

  private static ServerMessage.AfterResult page(List<RoomEffect> effects) {
    return (ServerMessage.AfterResult) ((RoomEffect.Reply) effects.getFirst()).result();
  }

  private static ClientMessage.LogAppend append(String doc, long sequence, String text) {
    return new ClientMessage.LogAppend(doc, sequence, Bytes.utf8(text));
  }
}
