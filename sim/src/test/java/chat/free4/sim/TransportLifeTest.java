package chat.free4.sim;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import chat.free4.sim.SimulatedSfu.Participant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the first check to the end of a transport. */
class TransportLifeTest {
  private static final long ROOM = 5;
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private final SimulatedSfu sfu = new SimulatedSfu(8445);

  @Test
  void aChangedAddressKeepsVoiceAndKeys() {
    Participant mover = connect(1);
    Participant other = connect(2);
    mover.browser().microphone().speak(30);
    other.browser().microphone().speak(30);
    sfu.runFor(SECOND);
    long connectedAt = mover.browser().connectedNanos();
    long heardBefore = other.browser().packetsFrom(1);
    int formerPath = mover.path();
    sfu.changeAddress(mover);
    sfu.runFor(SECOND);
    assertThat(other.browser().packetsFrom(1)).isGreaterThan(heardBefore + 40);
    long hearsBefore = mover.browser().packetsFrom(2);
    sfu.runFor(SECOND);
    assertThat(mover.browser().packetsFrom(2)).isGreaterThan(hearsBefore + 45);
    // The same DTLS association: nobody connected again, and sequence and SSRC went on.
    assertThat(mover.browser().connectedNanos()).isEqualTo(connectedAt);
    assertThat(connectedEvents()).isEqualTo(2);
    assertThat(mover.browser().offers()).isEqualTo(2);
    assertThat(other.browser().offers()).isEqualTo(1);
    // The former path is given up in the end.
    sfu.runFor(60 * SECOND);
    assertThat(sfu.engine().isPathBound(formerPath)).isFalse();
    assertThat(sfu.engine().isPathBound(mover.path())).isTrue();
  }

  @Test
  void aBrowserThatVanishesIsRemovedWhenConsentExpires() {
    Participant stays = connect(1);
    Participant vanishes = connect(2);
    sfu.vanish(vanishes);
    long at = sfu.now();
    boolean closed = sfu.runUntil(() -> closedEvents() == 1, 60 * SECOND);
    assertThat(closed).isTrue();
    // RFC 7675 section 5.1: consent lasts 30 s.
    assertThat(sfu.now() - at).isBetween(25 * SECOND, 36 * SECOND);
    assertThat(sfu.events().getLast())
        .isEqualTo(new MediaEvent.PeerClosed(ROOM, 2, PeerEvent.Reason.CONSENT));
    assertThat(sfu.engine().counters().peers()).isEqualTo(1);
    assertThat(sfu.engine().isPathBound(vanishes.path())).isFalse();
    assertThat(stays.browser().isConnected()).isTrue();
  }

  @Test
  void aShortBlackoutIsSurvived() {
    Participant listener = connect(1);
    Participant speaker = connect(2);
    speaker.browser().microphone().speak(30);
    sfu.network().setBlackout(speaker.path(), true);
    sfu.runFor(10 * SECOND);
    sfu.network().setBlackout(speaker.path(), false);
    long before = listener.browser().packetsFrom(2);
    sfu.runFor(SECOND);
    assertThat(listener.browser().packetsFrom(2)).isGreaterThan(before + 45);
    assertThat(closedEvents()).isZero();
  }

  @Test
  void aClosedConnectionIsToldAtOnce() {
    Participant leaver = connect(1);
    connect(2);
    sfu.close(leaver);
    sfu.runFor(100 * MILLI);
    assertThat(sfu.events().getLast())
        .isEqualTo(new MediaEvent.PeerClosed(ROOM, 1, PeerEvent.Reason.CLOSED));
    assertThat(sfu.engine().counters().peers()).isEqualTo(1);
  }

  @Test
  void aNewTransportReplacesTheFormerAndIsHeard() {
    Participant listener = connect(1);
    Participant former = connect(2);
    former.browser().microphone().speak(30);
    sfu.runFor(SECOND);
    sfu.vanish(former);
    Participant again = connect(2);
    long before = listener.browser().packetsFrom(2);
    again.browser().microphone().speak(30);
    sfu.runFor(SECOND);
    assertThat(listener.browser().packetsFrom(2)).isGreaterThan(before + 45);
    assertThat(listener.browser().offers()).isEqualTo(1);
    assertThat(sfu.engine().counters().peers()).isEqualTo(2);
    for (SlotReceiver slot : listener.browser().slots()) {
      assertThat(slot.timestampFaults()).isZero();
    }
  }

  @Test
  void aRemovedPeerHearsNothingMore() {
    Participant removed = connect(1);
    Participant speaker = connect(2);
    speaker.browser().microphone().speak(30);
    sfu.runFor(SECOND);
    sfu.command(new MediaCommand.RemovePeer(ROOM, 1));
    sfu.runFor(100 * MILLI);
    long before = removed.browser().packetsFrom(2);
    sfu.runFor(SECOND);
    assertThat(removed.browser().packetsFrom(2)).isEqualTo(before);
  }

  @Test
  void gcmIsPreferred() {
    assertThat(connect(1).browser().profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
  }

  @Test
  void bothProfilesMeetInOneRoom() {
    Participant gcm = connect(1);
    Participant counterMode =
        sfu.join(ROOM, 2, BrowserKind.CHROMIUM, 6, List.of(SrtpProfile.AES128_CM_HMAC_SHA1_80));
    awaitConnected(counterMode);
    assertThat(counterMode.browser().profile()).isEqualTo(SrtpProfile.AES128_CM_HMAC_SHA1_80);
    gcm.browser().microphone().speak(30);
    counterMode.browser().microphone().speak(30);
    sfu.runFor(2 * SECOND);
    assertThat(gcm.browser().packetsFrom(2)).isGreaterThan(90);
    assertThat(counterMode.browser().packetsFrom(1)).isGreaterThan(90);
    assertThat(counterMode.browser().drops()).isEmpty();
  }

  private Participant connect(int member) {
    Participant participant = sfu.join(ROOM, member, BrowserKind.CHROMIUM, 6);
    awaitConnected(participant);
    return participant;
  }

  private void awaitConnected(Participant participant) {
    boolean connected = sfu.runUntil(() -> participant.browser().isConnected(), 2 * SECOND);
    assertThat(connected).as("member %d connects", participant.member()).isTrue();
    sfu.runFor(100 * MILLI);
  }

  private long connectedEvents() {
    return sfu.events().stream().filter(e -> e instanceof MediaEvent.PeerConnected).count();
  }

  private long closedEvents() {
    return sfu.events().stream().filter(e -> e instanceof MediaEvent.PeerClosed).count();
  }
}
