package chat.free4.server.ears;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.voice.Tts;
import chat.free4.sfu.HeardPacket;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is listened to, in virtual time. */
final class EarsTest {
  private static final long ROOM = 7;
  private static final long FRAME_NANOS = 20_000_000;
  private static final int FRAME = 960;
  private static final int LOUD = 20;
  private static final int QUIET = 100;
  private static final byte[] TONE = tone();

  private final Ears ears = new Ears();
  private final List<Integer> said = new ArrayList<>();
  private long nowNanos = -3_000_000_000L; // System.nanoTime may be negative
  private int sequence;

  private static byte[] tone() {
    short[] samples = new short[FRAME];
    for (int i = 0; i < FRAME; i++) {
      samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * 440 * i / 48_000));
    }
    byte[] packet = new byte[1_000];
    try {
      OpusEncoder encoder = new OpusEncoder(48_000, 1, OpusApplication.OPUS_APPLICATION_VOIP);
      return Arrays.copyOf(packet, encoder.encode(samples, 0, FRAME, packet, 0, packet.length));
    } catch (OpusException e) {
      throw new IllegalStateException(e);
    }
  }

  private void listen(int member) {
    ears.listen(
        ROOM,
        member,
        sound -> {
          assertThat(seconds(sound)).isBetween(0.5, 1.5);
          said.add(member);
        });
  }

  private static double seconds(Tts.Sound sound) {
    return (double) sound.samples().length / sound.rate();
  }

  /** Each of them says something for so long, at the same time. */
  private void speak(int millis, int level, int... members) {
    for (int i = 0; i < millis / 20; i++) {
      for (int member : members) {
        ears.handlePacket(nowNanos, new HeardPacket(ROOM, member, level, sequence & 0xffff, TONE));
      }
      sequence++;
      nowNanos += FRAME_NANOS;
      ears.handleTimeout(nowNanos);
    }
  }

  private void pause() {
    nowNanos += Utterances.PAUSE_NANOS;
    ears.handleTimeout(nowNanos);
  }

  private static int[] members(int first, int count) {
    int[] members = new int[count];
    Arrays.setAll(members, i -> first + i);
    return members;
  }

  @Test
  void onlyWhoAgreesIsUnderstood() {
    listen(1);
    speak(1_000, LOUD, 1, 2);
    pause();
    assertThat(said).containsExactly(1);
    assertThat(ears.agreed()).isEqualTo(1);
  }

  @Test
  void whatSomebodyHasBegunToSayIsForgottenWithTheConsent() {
    listen(1);
    speak(1_000, LOUD, 1);
    ears.forget(ROOM, 1);
    speak(500, LOUD, 1);
    pause();
    assertThat(said).isEmpty();
    listen(1);
    speak(1_000, LOUD, 1);
    pause();
    assertThat(said).as("and nothing of it comes back").containsExactly(1);
  }

  @Test
  void soManySpeakAtOnceAndWhoWasSilentMakesRoom() {
    int[] all = members(1, Ears.MAX_SPEAKERS);
    int one = Ears.MAX_SPEAKERS + 1;
    Arrays.stream(all).forEach(this::listen);
    listen(one);
    speak(1_000, LOUD, all);
    speak(200, LOUD, one);
    assertThat(ears.missed()).as("all speak").isEqualTo(10);
    pause();
    assertThat(said).containsExactlyInAnyOrder(Arrays.stream(all).boxed().toArray(Integer[]::new));
    said.clear();
    speak(1_000, QUIET, one);
    assertThat(ears.missed()).as("silence is nothing that is missed").isEqualTo(10);
    speak(1_000, LOUD, one);
    pause();
    assertThat(said).containsExactly(one);
    speak(1_000, LOUD, all[0]);
    pause();
    assertThat(said).containsExactly(one, all[0]);
  }
}
