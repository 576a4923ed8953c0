package chat.free4.sim.abuse;

import static chat.free4.sim.abuse.Attack.FIRST_PATH;
import static chat.free4.sim.abuse.Attack.MILLI;
import static chat.free4.sim.abuse.Attack.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.ice.IceLiteAgent;
import chat.free4.sfu.MediaCounters;
import chat.free4.sim.BrowserKind;
import chat.free4.wire.DatagramKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Datagrams that nobody honest sends are dropped, counted by reason, and nobody notices. */
class HostileDatagramsTest {
  private static final int LONGEST = 1400;

  @Test
  void randomBytesFromUnknownAddressesAreCountedAndNotAnswered() {
    Attack attack = new Attack(1);
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      attack.send(FIRST_PATH + i % 500, randomBytes(attack, 1 + attack.random.nextInt(LONGEST)));
      pace(attack, i);
    }
    attack.sfu.runFor(SECOND);
    Map<String, Long> drops = attack.newDrops();
    assertThat(Attack.sum(drops)).isEqualTo(count);
    assertThat(drops)
        .containsOnlyKeys("unknown_kind", "unknown_ufrag", "unvalidated_dtls", "unvalidated_media");
    assertThat(attack.answeredBytesToAttacker()).isZero();
    assertNothingHasGrown(attack);
    attack.assertTheyStillTalk();
  }

  @Test
  void seenDatagramsChangedOrCutAreNotAnsweredToUnknownAddresses() {
    Attack attack = new Attack(2);
    int count = 0;
    for (Captured datagram : attack.captured) {
      attack.send(FIRST_PATH + count++, mutated(attack, datagram.bytes()));
      attack.send(FIRST_PATH + count++, cut(attack, datagram.bytes()));
      pace(attack, count);
    }
    attack.sfu.runFor(SECOND);
    Map<String, Long> drops = attack.newDrops();
    assertThat(Attack.sum(drops)).isEqualTo(count);
    assertThat(attack.answeredBytesToAttacker()).isZero();
    assertNothingHasGrown(attack);
    attack.assertTheyStillTalk();
  }

  @Test
  void changedOrCutDatagramsUnderTheSendersOwnAddressDisturbNobody() {
    Attack attack = new Attack(3);
    int count = 0;
    for (Captured datagram : attack.captured) {
      attack.send(datagram.path(), mutated(attack, datagram.bytes()));
      attack.send(datagram.path(), cut(attack, datagram.bytes()));
      attack.send(datagram.path(), randomBytes(attack, datagram.bytes().length));
      count += 3;
      pace(attack, count);
    }
    attack.sfu.runFor(SECOND);
    Map<String, Long> drops = attack.newDrops();
    assertThat(Attack.sum(drops)).isEqualTo(count);
    assertThat(drops).containsKeys("srtp_auth_failed", "stun_wrong_fingerprint");
    assertNothingHasGrown(attack);
    attack.assertTheyStillTalk();
  }

  @Test
  void replayedVoiceAndReportsAreDroppedAsReplays() {
    Attack attack = new Attack(4);
    List<Captured> voice = attack.captured(DatagramKind.RTP);
    List<Captured> reports = attack.captured(DatagramKind.RTCP);
    assertThat(voice).hasSizeGreaterThan(150);
    assertThat(reports).isNotEmpty();
    long rtpBefore = attack.sfu.engine().counters().rtpReceived();
    for (int round = 0; round < 5; round++) {
      voice.forEach(datagram -> attack.send(datagram.path(), datagram.bytes()));
      reports.forEach(datagram -> attack.send(datagram.path(), datagram.bytes()));
      attack.sfu.runFor(100 * MILLI);
    }
    Map<String, Long> drops = attack.newDrops();
    assertThat(drops).containsOnlyKeys("srtp_replayed");
    assertThat(Attack.sum(drops)).isEqualTo(5L * (voice.size() + reports.size()));
    long fresh = attack.sfu.engine().counters().rtpReceived() - rtpBefore;
    assertThat(fresh).as("two voices for half a second").isBetween(46L, 54L);
    attack.assertTheyStillTalk();
  }

  @Test
  void voiceFromAnAddressWithoutACheckIsDropped() {
    Attack attack = new Attack(5);
    List<Captured> voice = attack.captured(DatagramKind.RTP);
    for (int i = 0; i < voice.size(); i++) {
      attack.send(FIRST_PATH + i, voice.get(i).bytes());
    }
    attack.sfu.runFor(SECOND);
    assertThat(attack.newDrops()).isEqualTo(Map.of("unvalidated_media", (long) voice.size()));
    attack.assertTheyStillTalk();
  }

  @Test
  void checksUnderAnotherPasswordOrUfragAreNotAnswered() {
    Attack attack = new Attack(6);
    List<Captured> checks = attack.captured(DatagramKind.STUN);
    assertThat(checks).hasSizeGreaterThanOrEqualTo(2);
    for (int i = 0; i < 1_000; i++) {
      byte[] check = checks.get(i % checks.size()).bytes();
      attack.send(FIRST_PATH + 2 * i, StunForgery.underAnotherPassword(check));
      attack.send(FIRST_PATH + 2 * i + 1, StunForgery.forAnotherUfrag(check));
      pace(attack, i);
    }
    attack.sfu.runFor(SECOND);
    assertThat(attack.newDrops())
        .isEqualTo(Map.of("ice_wrong_integrity", 1_000L, "unknown_ufrag", 1_000L));
    assertThat(attack.answeredBytesToAttacker()).isZero();
    assertNothingHasGrown(attack);
    attack.assertTheyStillTalk();
  }

  @Test
  void aSeenCheckReplayedFromManyAddressesGainsNoMoreThanItCostsAndAFewPaths() {
    Attack attack = new Attack(7);
    byte[] check = attack.captured(DatagramKind.STUN).getFirst().bytes();
    int addresses = 2_000;
    for (int i = 0; i < addresses; i++) {
      attack.send(FIRST_PATH + i, check);
      pace(attack, i);
    }
    attack.sfu.runFor(SECOND);
    long mostAnswered = 0;
    for (int i = 0; i < addresses; i++) {
      // Voice goes only to the selected path; the check itself was answered once.
      mostAnswered = Math.max(mostAnswered, attack.answeredBytes(FIRST_PATH + i));
    }
    assertThat(attack.sfu.engine().counters().boundPaths())
        .isLessThanOrEqualTo(2L * IceLiteAgent.MAX_PATHS);
    assertThat(mostAnswered).isPositive();
    // Whoever sits on the way can make us send elsewhere until the browser's next check.
    attack.sfu.runFor(30 * SECOND);
    attack.assertTheyStillTalk();
  }

  @Test
  void garbageDuringAHandshakeUnderTheSendersAddressDisturbsNoHandshake() {
    Attack attack = new Attack(8);
    for (int i = 0; i < 20; i++) {
      var late = attack.sfu.join(1, 100 + i, BrowserKind.CHROMIUM, 1);
      boolean connected = false;
      for (int step = 0; step < 2_000 && !connected; step++) {
        attack.send(late.path(), garbageRecord(attack));
        attack.send(late.path(), randomBytes(attack, 1 + attack.random.nextInt(100)));
        attack.sfu.runFor(MILLI);
        connected = late.browser().isConnected();
      }
      assertThat(connected).as("seed %d, browser %d", attack.seed, i).isTrue();
      attack.sfu.leave(late);
    }
    attack.assertTheyStillTalk();
  }

  private static void assertNothingHasGrown(Attack attack) {
    MediaCounters counters = attack.sfu.engine().counters();
    assertThat(counters.peers()).isEqualTo(2);
    assertThat(counters.rooms()).isEqualTo(1);
    assertThat(counters.boundPaths()).isEqualTo(2);
  }

  /** Lets a millisecond go by now and then, so that batches are of all sizes. */
  private static void pace(Attack attack, int sent) {
    if (sent % 200 == 0) {
      attack.sfu.runFor(MILLI);
    }
  }

  private static byte[] randomBytes(Attack attack, int length) {
    byte[] bytes = new byte[length];
    attack.random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] mutated(Attack attack, byte[] bytes) {
    byte[] mutated = bytes.clone();
    mutated[attack.random.nextInt(mutated.length)] ^= (byte) (1 << attack.random.nextInt(8));
    return mutated;
  }

  private static byte[] cut(Attack attack, byte[] bytes) {
    return Arrays.copyOf(bytes, 1 + attack.random.nextInt(bytes.length - 1));
  }

  /** The outside of an encrypted DTLS record, and nothing in it. */
  private static byte[] garbageRecord(Attack attack) {
    byte[] record = randomBytes(attack, 14 + attack.random.nextInt(100));
    record[0] = (byte) attack.random.nextInt(20, 24);
    record[1] = (byte) 0xfe;
    record[2] = (byte) 0xfd;
    record[3] = 0;
    record[4] = 1;
    record[11] = 0;
    record[12] = (byte) (record.length - 13);
    return record;
  }
}
