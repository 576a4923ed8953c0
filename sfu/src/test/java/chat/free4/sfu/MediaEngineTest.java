package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.peer.PeerParameters.DataLine;
import chat.free4.sfu.Stage.Browser;
import chat.free4.sfu.Stage.Datagram;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Peers coming and going, what comes in, and what is left behind. */
final class MediaEngineTest {
  private static final long ROOM = 9;
  private static final int SLOTS = 6;

  private final Stage stage = new Stage(1);

  private void assertNothingIsLeft() {
    MediaCounters counters = stage.engine.counters();
    assertThat(counters.rooms()).isZero();
    assertThat(counters.peers()).isZero();
    assertThat(counters.connectedPeers()).isZero();
    assertThat(counters.boundPaths()).isZero();
    assertThat(stage.engine.pollTimeout()).isEqualTo(MediaEngine.NEVER);
  }

  @Test
  void aCheckFromAnUnknownAddressFindsItsPeerByUserFragment() {
    Browser one = stage.add(ROOM, 1, SLOTS);
    Browser two = stage.add(ROOM, 2, SLOTS);
    assertThat(stage.engine.isPathBound(two.path)).isFalse();
    two.connect();
    assertThat(stage.engine.isPathBound(two.path)).isTrue();
    assertThat(stage.engine.isPathBound(one.path)).isFalse();
    assertThat(two.control).hasSize(1);
    assertThat(stage.events).containsExactly(new MediaEvent.PeerConnected(ROOM, 2));
  }

  @Test
  void dropsAndCountsALengthThatNoDatagramHas() {
    Browser browser = stage.join(ROOM, 1, SLOTS);
    byte[] longest = Arrays.copyOf(browser.voice(1, 1, 30, 80), PacketBatch.MAX_DATAGRAM_BYTES);
    stage.add(browser.path, longest);
    stage.add(browser.path, Arrays.copyOf(longest, longest.length + 1));
    stage.add(browser.path, Arrays.copyOf(Stage.check("nobody__"), PacketBatch.SLOT_BYTES));
    stage.run();
    assertThat(stage.drops("impossible_length")).isEqualTo(2);
    assertThat(stage.engine.counters().rtpReceived()).isEqualTo(1);
  }

  @Test
  void dropsAndCountsWhatComesFromUnknownAddresses() {
    Browser browser = stage.join(ROOM, 1, SLOTS);
    int stranger = 4000;
    stage.add(stranger, Stage.check("nobody__"));
    stage.add(stranger, new byte[] {22, 1, 2, 3});
    stage.add(stranger, browser.voice(1, 1, 30, 80));
    stage.add(stranger, new byte[] {(byte) 200, 1});
    stage.add(stranger, new byte[0]);
    stage.run();
    assertThat(stage.drops("unknown_ufrag")).isEqualTo(1);
    assertThat(stage.drops("unvalidated_dtls")).isEqualTo(1);
    assertThat(stage.drops("unvalidated_media")).isEqualTo(1);
    assertThat(stage.drops("unknown_kind")).isEqualTo(2);
    assertThat(stage.others).isEmpty();
    assertThat(stage.engine.isPathBound(stranger)).isFalse();
  }

  @Test
  void countsWhatATransportRefuses() {
    Browser browser = stage.join(ROOM, 1, SLOTS);
    stage.add(browser.path, new byte[] {22, 1, 2, 3});
    stage.run();
    assertThat(stage.drops("not_mine")).isEqualTo(1);
  }

  @Test
  void takesNoMediaBeforeTheHandshakeIsDone() {
    Browser browser = stage.add(ROOM, 1, SLOTS);
    browser.transport.waitsForDtls = true;
    browser.connect();
    browser.speak(30);
    stage.run();
    assertThat(stage.drops("not_connected")).isEqualTo(1);
    browser.transport.woken = true;
    stage.engine.handleTimeout(stage.now);
    stage.drain();
    browser.speak(30);
    stage.run();
    assertThat(stage.engine.counters().rtpReceived()).isEqualTo(1);
  }

  @Test
  void aWakeupLeadsToTheHandshakesThatAskedForIt() {
    Browser one = stage.add(ROOM, 1, SLOTS);
    Browser two = stage.add(ROOM, 2, SLOTS);
    one.transport.waitsForDtls = true;
    two.transport.waitsForDtls = true;
    one.connect();
    two.connect();
    two.transport.woken = true;
    stage.engine.handleTimeout(stage.now);
    stage.drain();
    assertThat(one.transport.timeouts).isZero();
    assertThat(two.transport.timeouts).isEqualTo(1);
    assertThat(stage.events).containsExactly(new MediaEvent.PeerConnected(ROOM, 2));
  }

  @Test
  void countsByReasonWhatSrtpRefuses() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    stage.srtp.refusesAll = true;
    browsers.get(0).speak(30);
    stage.run();
    assertThat(stage.drops("forged")).isEqualTo(1);
    assertThat(browsers.get(1).heard).isEmpty();
  }

  @Test
  void dropsVoiceOfAnotherPayloadTypeOrTooLong() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    byte[] other = browsers.get(0).voice(1, 1, 30, 80);
    other[1] = 13;
    stage.add(1, other);
    stage.add(1, browsers.get(0).voice(2, 1, 30, Forwarder.MAX_PAYLOAD_BYTES + 1));
    stage.add(1, browsers.get(0).voice(3, 1, 30, Forwarder.MAX_PAYLOAD_BYTES));
    stage.run();
    assertThat(stage.drops("unknown_payload_type")).isEqualTo(1);
    assertThat(stage.drops("too_large")).isEqualTo(1);
    assertThat(browsers.get(1).heard).hasSize(1);
  }

  @Test
  void unprotectsAndProtectsABatchInOneCallEach() {
    Stage many = new Stage(3, MediaLimits.DEFAULT, 512);
    List<Browser> browsers = many.joinMany(ROOM, 7, SLOTS);
    int unprotected = many.srtp.unprotectCalls;
    int sealed = many.srtp.protectCalls;
    browsers.forEach(browser -> browser.speak(30));
    many.run();
    assertThat(many.srtp.unprotectCalls).isEqualTo(unprotected + 1);
    assertThat(many.srtp.protectCalls).isEqualTo(sealed + 1);
    assertThat(many.engine.counters().forwarded()).isEqualTo(42);
  }

  @Test
  void goesOnWhereItStoppedWhenTheOutgoingBatchIsFull() {
    Stage narrow = new Stage(3, MediaLimits.DEFAULT, 1);
    List<Browser> browsers = narrow.joinMany(ROOM, 7, SLOTS);
    for (int i = 0; i < 5; i++) {
      browsers.forEach(browser -> browser.speak(30));
      narrow.run();
    }
    browsers.forEach(browser -> assertThat(browser.heard).hasSize(30));
  }

  @Test
  void refusesTheNextBatchBeforeTheLastIsDrained() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    browsers.get(0).speak(30);
    stage.engine.handleDatagrams(stage.now, stage.in);
    assertThatThrownBy(() -> stage.engine.handleDatagrams(stage.now, stage.in))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void roomsDoNotHearEachOther() {
    Browser here = stage.join(1, 1, SLOTS);
    Browser alsoHere = stage.join(1, 2, SLOTS);
    Browser elsewhere = stage.join(2, 1, SLOTS);
    here.speak(30);
    elsewhere.speak(30);
    stage.run();
    assertThat(alsoHere.heard).hasSize(1);
    assertThat(elsewhere.heard).isEmpty();
    assertThat(here.heard).isEmpty();
  }

  @Test
  void aNewTransportEndsTheFormerOne() {
    Browser former = stage.join(ROOM, 1, SLOTS);
    Browser latter = stage.join(ROOM, 1, SLOTS);
    assertThat(former.transport.closed).isTrue();
    assertThat(former.control).extracting(d -> d.bytes()[0]).contains(FakeTransport.CLOSE_NOTIFY);
    assertThat(stage.engine.isPathBound(former.path)).isFalse();
    assertThat(stage.engine.isPathBound(latter.path)).isTrue();
    assertThat(stage.engine.counters().peers()).isEqualTo(1);
    assertThat(stage.engine.counters().rooms()).isEqualTo(1);
    assertThat(stage.events).noneMatch(event -> event instanceof MediaEvent.PeerClosed);
  }

  @Test
  void aTransportThatEndsByItselfIsReportedAndRemoved() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    stage.add(browsers.get(0).path, new byte[] {FakeTransport.DTLS_CLOSE, 0});
    browsers.get(0).speak(30);
    browsers.get(1).speak(30);
    stage.run();
    assertThat(stage.events).endsWith(new MediaEvent.PeerClosed(ROOM, 1, PeerEvent.Reason.CLOSED));
    assertThat(browsers.get(1).heard).isEmpty();
    assertThat(browsers.get(0).heard).isEmpty();
    assertThat(stage.engine.counters().peers()).isEqualTo(1);
  }

  @Test
  void anEndInTheMiddleOfABatchStopsWhatCameBeforeIt() {
    List<Browser> browsers = stage.joinMany(ROOM, 2, SLOTS);
    browsers.get(0).speak(30);
    stage.add(browsers.get(0).path, new byte[] {FakeTransport.DTLS_CLOSE, 0});
    stage.run();
    assertThat(browsers.get(1).heard).isEmpty();
  }

  @Test
  void aTransportsTimeoutIsServed() {
    Browser browser = stage.join(ROOM, 1, SLOTS);
    browser.transport.timeoutNanos = stage.now + 30;
    stage.add(browser.path, Stage.check(browser.ufrag));
    stage.run();
    assertThat(stage.engine.pollTimeout()).isEqualTo(stage.now + 30);
    stage.advance(29);
    assertThat(browser.transport.timeouts).isZero();
    stage.advance(1);
    assertThat(browser.transport.timeouts).isEqualTo(1);
  }

  @Test
  void anIceRestartMovesThePeerToItsNewUserFragment() {
    Browser browser = stage.join(ROOM, 1, SLOTS);
    var local = stage.credentials();
    stage.command(new MediaCommand.RestartIce(ROOM, 1, local, stage.credentials()));
    assertThat(browser.transport.restarted).isEqualTo(local);
    stage.add(77, Stage.check(browser.ufrag));
    stage.run();
    assertThat(stage.drops("unknown_ufrag")).isEqualTo(1);
    stage.add(78, Stage.check(local.ufrag()));
    stage.run();
    // Former credentials still go to the owner of a path, who knows how long they hold.
    int answered = browser.control.size();
    stage.add(browser.path, Stage.check(browser.ufrag));
    stage.run();
    assertThat(browser.control).hasSize(answered + 1);
    assertThat(stage.drops("unknown_ufrag")).isEqualTo(1);
    assertThat(stage.engine.isPathBound(78)).isTrue();
    assertThat(stage.engine.isPathBound(browser.path)).isTrue();
  }

  @Test
  void aPathGoesToWhoeverValidatedItLast() {
    Browser one = stage.join(ROOM, 1, SLOTS);
    Browser two = stage.add(ROOM, 2, SLOTS);
    stage.add(one.path, Stage.check(two.ufrag));
    stage.run();
    assertThat(stage.engine.counters().boundPaths()).isEqualTo(1);
    stage.command(new MediaCommand.RemovePeer(ROOM, 1));
    assertThat(stage.engine.isPathBound(one.path)).isTrue();
    stage.command(new MediaCommand.RemovePeer(ROOM, 2));
    assertThat(stage.engine.isPathBound(one.path)).isFalse();
  }

  @Test
  void aRetiredPathIsFreed() {
    Browser browser = stage.join(ROOM, 1, SLOTS);
    browser.transport.events.add(new PeerEvent.PathRetired(browser.path));
    stage.add(500, Stage.check(browser.ufrag));
    stage.run();
    assertThat(stage.engine.isPathBound(browser.path)).isFalse();
    assertThat(stage.engine.isPathBound(500)).isTrue();
  }

  @Test
  void bindsNoMorePathsThanTheLimits() {
    Browser browser = stage.join(ROOM, 1, SLOTS);
    int limit = stage.limits.pathsPerPeer();
    for (int i = 0; i < limit; i++) {
      stage.add(1000 + i, Stage.check(browser.ufrag));
    }
    stage.add(stage.limits.paths(), Stage.check(browser.ufrag));
    stage.run();
    assertThat(stage.engine.counters().boundPaths()).isEqualTo(limit);
    assertThat(stage.drops("too_many_paths")).isEqualTo(1);
    assertThat(stage.drops("path_over_limit")).isEqualTo(1);
  }

  @Test
  void refusesPeersAndRoomsOverTheLimits() {
    Stage small = new Stage(1, new MediaLimits(2, 4, 3, 6, 1, 64, 64, 16, 8192), 64);
    small.join(1, 1, SLOTS);
    small.join(1, 2, SLOTS);
    small.join(1, 3, SLOTS);
    var parameters = small.parameters(1, true, true);
    small.command(new MediaCommand.AddPeer(1, 4, parameters));
    assertThat(small.events).endsWith(new MediaEvent.PeerClosed(1, 4, PeerEvent.Reason.HANDSHAKE));
    small.join(2, 1, SLOTS);
    small.command(new MediaCommand.AddPeer(2, 2, parameters));
    small.command(new MediaCommand.AddPeer(3, 1, parameters));
    small.command(new MediaCommand.MuteForListener(3, 1, 2, true));
    small.command(new MediaCommand.MuteForListener(1, 1, 2, true));
    small.command(new MediaCommand.MuteForListener(1, 1, 3, true));
    assertThat(small.engine.counters().commandsRefused()).isEqualTo(5);
    assertThat(small.engine.counters().peers()).isEqualTo(4);
    // A member who is there may always come back.
    small.join(1, 2, SLOTS);
    assertThat(small.engine.counters().peers()).isEqualTo(4);
  }

  @Test
  void refusesAUserFragmentThatIsTaken() {
    var parameters = stage.parameters(1, true, true);
    stage.add(ROOM, 1, 1, parameters);
    stage.command(new MediaCommand.AddPeer(ROOM, 2, parameters));
    assertThat(stage.engine.counters().commandsRefused()).isEqualTo(1);
    assertThat(stage.engine.counters().peers()).isEqualTo(1);
  }

  @Test
  void aLineForDataMayComeLaterThanItsTransport() {
    Browser browser = stage.join(ROOM, 1, SLOTS);
    DataLine line = new DataLine("7", 5000);
    stage.command(new MediaCommand.OpenData(ROOM, 1, line));
    assertThat(browser.transport.dataLine).isEqualTo(line);
  }

  @Test
  void countsCommandsAboutWhatIsNotThere() {
    stage.command(new MediaCommand.RemovePeer(ROOM, 1));
    stage.command(new MediaCommand.ForgetMember(ROOM, 1));
    stage.command(new MediaCommand.MuteForListener(ROOM, 1, 2, false));
    stage.command(new MediaCommand.RestartIce(ROOM, 1, stage.credentials(), stage.credentials()));
    stage.command(new MediaCommand.OpenData(ROOM, 1, new DataLine("7", 5000)));
    assertThat(stage.engine.counters().commandsRefused()).isEqualTo(5);
    assertNothingIsLeft();
  }

  @Test
  void slotsOverTheLimitStaySilent() {
    MediaLimits limits = new MediaLimits(9, 99, 99, 2, 9, 256, 64, 16, 8192);
    Stage small = new Stage(1, limits, 64);
    List<Browser> browsers = small.joinMany(ROOM, 5, SLOTS);
    browsers.forEach(browser -> browser.speak(30));
    small.run();
    browsers.forEach(browser -> assertThat(browser.heard).hasSize(2));
  }

  @Test
  void aRoomEndsWithItsLastPeerAndItsLastMute() {
    stage.join(ROOM, 1, SLOTS);
    stage.command(new MediaCommand.MuteForListener(ROOM, 2, 1, true));
    stage.command(new MediaCommand.RemovePeer(ROOM, 1));
    assertThat(stage.engine.counters().rooms()).isEqualTo(1);
    stage.command(new MediaCommand.ForgetMember(ROOM, 2));
    assertNothingIsLeft();
  }

  @Test
  void thousandsOfComingsAndGoingsLeaveNothingBehind() {
    long seed = 7;
    Random random = new Random(seed);
    Map<Integer, Browser> present = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      int member = random.nextInt(40);
      long room = member % 5;
      Browser browser = present.remove(member);
      if (browser == null) {
        present.put(member, stage.add(room, member, SLOTS));
        if (random.nextInt(10) > 0) {
          present.get(member).connect();
        }
      } else {
        browser.speak(random.nextInt(128));
        boolean muted = random.nextBoolean();
        stage.command(new MediaCommand.MuteForListener(room, member, random.nextInt(40), muted));
        leave(random, browser);
      }
      stage.byPath.clear();
      stage.others.clear();
      stage.frame();
    }
    for (int member = 0; member < 40; member++) {
      stage.command(new MediaCommand.ForgetMember(member % 5, member));
    }
    assertNothingIsLeft();
  }

  private void leave(Random random, Browser browser) {
    switch (random.nextInt(3)) {
      case 0 -> {
        stage.add(browser.path, new byte[] {FakeTransport.DTLS_CLOSE, 0});
        stage.run();
        stage.command(new MediaCommand.RemovePeer(browser.room, browser.member));
      }
      case 1 -> stage.command(new MediaCommand.RemovePeer(browser.room, browser.member));
      default -> stage.command(new MediaCommand.ForgetMember(browser.room, browser.member));
    }
  }

  @Test
  void refusesABatchLargerThanItsLimit() {
    PacketBatch large = new PacketBatch(Arena.ofAuto(), stage.limits.batchPackets() + 1);
    assertThatThrownBy(() -> stage.engine.pollTransmits(large))
        .isInstanceOf(IllegalArgumentException.class);
    while (!large.isFull()) {
      large.add(1, 0);
    }
    assertThatThrownBy(() -> stage.engine.handleDatagrams(0, large))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void answersAreSentToWhereTheQuestionCameFrom() {
    Browser browser = stage.add(ROOM, 1, SLOTS);
    stage.add(900, Stage.check(browser.ufrag));
    stage.run();
    assertThat(stage.others).extracting(Datagram::path).containsExactly(900);
  }
}
