package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.RoomEffect;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.server.media.WorkerLoads;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.sfu.MediaCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rooms that have gone to another node while their members are still heard by this one. */
final class LingeringMediaTest {
  private static final long NOW = 1_000;
  private static final long ROOM = 5;
  private static final IceCredentials ICE = new IceCredentials("them", "a-password-of-22-chars");
  private static final PeerParameters PARAMETERS =
      new PeerParameters(
          ICE,
          ICE,
          new Fingerprint(new byte[Fingerprint.BYTES]),
          new MicrophoneLine("0", 111, 1, 2, true),
          List.of());

  private final WorkerLoads loads = new WorkerLoads(2, 2, worker -> true);
  private final List<MediaCommand> told = new ArrayList<>();
  private final Deadlines deadlines = new Deadlines();
  private final LingeringMedia lingering = new LingeringMedia(deadlines);
  private boolean hasEnded;

  /**
   * Members 1 and 2 with worker 0, 3 with worker 1; 1 has muted 2, and so has 4, who has no voice.
   */
  private RoomMediaLink room() {
    RoomMediaLink.Workers workers =
        new RoomMediaLink.Workers() {
          @Override
          public boolean offer(int worker, MediaCommand command) {
            return told.add(command);
          }

          @Override
          public void end(long room) {
            hasEnded = true;
          }
        };
    var link =
        new RoomMediaLink(
            workers, new RoomPlacement(loads), ROOM, false, new ServerMetrics(), _ -> {});
    for (int member = 1; member <= 3; member++) {
      link.apply(new RoomEffect.AddMedia(member, new RoomNegotiator.Transport(PARAMETERS)));
    }
    link.apply(new RoomEffect.MuteForListener(1, 2, true));
    link.apply(new RoomEffect.MuteForListener(4, 2, true));
    told.clear();
    return link;
  }

  private List<Integer> forgotten() {
    return told.stream()
        .filter(MediaCommand.ForgetMember.class::isInstance)
        .map(command -> ((MediaCommand.ForgetMember) command).member())
        .distinct()
        .sorted()
        .toList();
  }

  @Test
  void voiceGoesOnUntilTheLastHasGone() {
    RoomMediaLink media = room();
    lingering.begin(NOW, ROOM, media);
    assertThat(told).isEmpty();
    assertThat(lingering.find(ROOM)).isSameAs(media);
    lingering.closed(ROOM, 1);
    lingering.closed(ROOM, 3);
    assertThat(lingering.find(ROOM)).isSameAs(media);
    assertThat(forgotten()).isEmpty();
    lingering.closed(ROOM, 2);
    assertThat(lingering.find(ROOM)).isNull();
    assertThat(forgotten()).as("mutes as well").containsExactly(1, 2, 3, 4);
    assertThat(hasEnded).isTrue();
    assertThat(deadlines.size()).isZero();
    lingering.closed(ROOM, 2); // is told late, and changes nothing
  }

  @Test
  void andNoLongerThanTheLimit() {
    lingering.begin(NOW, ROOM, room());
    assertThat(deadlines.pollDue(NOW + LingeringMedia.LIMIT_NANOS - 1)).isNull();
    Deadlines.Timed due = deadlines.pollDue(NOW + LingeringMedia.LIMIT_NANOS);
    Objects.requireNonNull(due).handleTimeout(NOW + LingeringMedia.LIMIT_NANOS);
    assertThat(forgotten()).containsExactly(1, 2, 3, 4);
    assertThat(lingering.find(ROOM)).isNull();
    assertThat(hasEnded).isTrue();
  }

  @Test
  void whatAWorkerLosesHasGone() {
    lingering.begin(NOW, ROOM, room());
    lingering.lost(0);
    assertThat(lingering.find(ROOM)).isNotNull();
    lingering.lost(1);
    assertThat(lingering.find(ROOM)).isNull();
  }

  @Test
  void aRoomInWhichNobodySpeaksIsGoneAtOnce() {
    RoomMediaLink media = room();
    for (int member = 1; member <= 3; member++) {
      media.closed(member);
    }
    lingering.begin(NOW, ROOM, media);
    assertThat(lingering.find(ROOM)).isNull();
    assertThat(forgotten()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void whoWaitsForAllToHaveGoneIsWoken() throws InterruptedException {
    lingering.await(TimeUnit.HOURS.toNanos(1)); // there is none
    lingering.begin(NOW, ROOM, room());
    lingering.await(1); // not for ever
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    lingering.await(TimeUnit.HOURS.toNanos(1));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    lingering.lost(0);
    lingering.lost(1);
    waiting.join();
  }
}
