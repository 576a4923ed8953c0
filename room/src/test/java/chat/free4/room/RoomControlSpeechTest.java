package chat.free4.room;

import static chat.free4.room.RoomHarness.ID;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may have a text said, and how much of it. */
class RoomControlSpeechTest {
  private final RoomHarness harness = new RoomHarness();
  private int ada;

  @BeforeEach
  void enter() {
    ada = harness.enter(1, RoomHarness.admission("ada", "profile", true, "new"));
    harness.enter(2, "ben");
    harness.take();
  }

  private List<RoomEffect> say(long session, String text) {
    return say(session, text, "en", 2);
  }

  private List<RoomEffect> say(long session, String text, String language, int voice) {
    harness.request(session, new ClientMessage.VoiceSay(text, language, voice));
    return harness.take();
  }

  private static RoomEffect failed(long session, SignalFault fault) {
    return new RoomEffect.Fail(session, ID, fault);
  }

  @Test
  void whoIsMutedHasATextSaid() {
    assertThat(say(1, "hello there"))
        .containsExactly(new RoomEffect.SayText(1, ID, ada, "hello there", "en", 2));
  }

  @Test
  void anEmptyTextAsksWhetherThereIsAVoice() {
    assertThat(say(1, "")).containsExactly(new RoomEffect.SayText(1, ID, ada, "", "en", 2));
  }

  @Test
  void whoseMicrophoneIsOpenTalks() {
    assertThat(say(2, "hello"))
        .containsExactly(failed(2, SignalFault.of(SignalError.VOICE_UNMUTED)));
    harness.request(2, new ClientMessage.MemberUpdate(null, true));
    harness.take();
    assertThat(say(2, "hello")).hasOnlyElementsOfType(RoomEffect.SayText.class);
  }

  @Test
  void whatIsNoTextLanguageOrVoiceIsRefused() {
    assertThat(say(1, "x".repeat(SpeechDesk.MAX_LENGTH + 1)))
        .containsExactly(failed(1, SignalFault.tooLarge(SpeechDesk.MAX_LENGTH)));
    for (String text : List.of(" ", "\u0000\u0007", "\ud83d")) {
      assertThat(say(1, text)).containsExactly(failed(1, SignalFault.invalidParams("text")));
    }
    for (String language : List.of("", "english", "en; rm -rf", "--stdout", "en+f3")) {
      assertThat(say(1, "hello", language, 0))
          .containsExactly(failed(1, SignalFault.invalidParams("language")));
    }
    for (int voice : new int[] {-1, SpeechDesk.VOICES}) {
      assertThat(say(1, "hello", "en", voice))
          .containsExactly(failed(1, SignalFault.invalidParams("voice")));
    }
  }

  @Test
  void whatCannotBeSeenIsTakenOut() {
    assertThat(say(1, "one\u0000two\n$(reboot) <b>"))
        .containsExactly(new RoomEffect.SayText(1, ID, ada, "one two $(reboot) <b>", "en", 2));
  }

  @Test
  void nobodyHasMoreSaidThanCanBeHeard() {
    String text = "x".repeat(SpeechDesk.CHARACTERS_AT_ONCE / 3);
    for (int i = 0; i < 3; i++) {
      assertThat(say(1, text)).hasOnlyElementsOfType(RoomEffect.SayText.class);
    }
    RoomEffect.Fail busy = (RoomEffect.Fail) say(1, "y").getFirst();
    assertThat(busy.fault().error()).isEqualTo(SignalError.BUSY);
    harness.pass(1_000L * SpeechDesk.LEAST_CHARACTERS / SpeechDesk.CHARACTERS_PER_SECOND + 1);
    assertThat(say(1, "y")).hasOnlyElementsOfType(RoomEffect.SayText.class);
    assertThat(say(1, "y")).hasOnlyElementsOfType(RoomEffect.Fail.class);
  }
}
