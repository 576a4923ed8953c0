package chat.free4.rtc.ice;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.Transmit;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.Stun;
import chat.free4.wire.stun.StunDrop;
import chat.free4.wire.stun.StunIntegrity;
import chat.free4.wire.stun.StunReader;
import chat.free4.wire.stun.StunWriter;
import chat.free4.wire.stun.TransportAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IceLiteAgentTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int IPV6_PATH = 6;
  private static final IceCredentials SERVER =
      new IceCredentials("SRVufrag", "server-password-of-22+");
  private static final IceCredentials BROWSER =
      new IceCredentials("brow", "browser-password-of-22");

  private final MemorySegment slab = MemorySegment.ofArray(new byte[PacketBatch.SLOT_BYTES]);
  private final Transmit transmit = new Transmit(MemorySegment.ofArray(new byte[2048]));
  private final StunWriter writer = new StunWriter();
  private final StunReader reader = new StunReader();
  private long now = 5 * SECOND;
  private final IceLiteAgent agent =
      new IceLiteAgent(now, SERVER, BROWSER, IceLiteAgentTest::address);

  private static void address(int path, TransportAddress address) {
    if (path == IPV6_PATH) {
      address.setIpv6(0x20010db8_00000000L, path, 6000);
    } else {
      address.setIpv4(0x0A000000 + path, 1000 + path);
    }
  }

  /** A browser's check, as {@code change} has it. */
  private int check(IceCredentials server, IceCredentials browser, Consumer<StunWriter> change) {
    writer
        .begin(slab, 0, Stun.BINDING_REQUEST, 1, 2)
        .username((server.ufrag() + ":" + browser.ufrag()).getBytes(US_ASCII));
    change.accept(writer);
    return writer.integrity(StunIntegrity.ofPassword(server.password())).finish();
  }

  private @Nullable DropReason give(int path, int length) {
    return agent.handleDatagram(now, path, slab, 0, length);
  }

  private @Nullable DropReason give(int path, Consumer<StunWriter> change) {
    return give(path, check(SERVER, BROWSER, change));
  }

  private static void plain(StunWriter check) {
    check.priority(100).controlling(1);
  }

  private static void nominating(StunWriter check) {
    check.priority(100).controlling(1).useCandidate();
  }

  private static Consumer<StunWriter> nominating(int priority) {
    return check -> check.priority(priority).controlling(1).useCandidate();
  }

  private List<IceEvent> events() {
    List<IceEvent> events = new ArrayList<>();
    for (IceEvent event = agent.pollEvent(); event != null; event = agent.pollEvent()) {
      events.add(event);
    }
    return events;
  }

  /** The answer's error code; 0 for success, -1 when there is none. */
  private int answer(IceCredentials server) {
    if (!agent.pollTransmit(transmit)) {
      return -1;
    }
    assertThat(reader.parse(transmit.buffer(), 0, transmit.length())).isNull();
    assertThat(reader.verify(StunIntegrity.ofPassword(server.password()))).isTrue();
    assertThat(reader.hasFingerprint()).isTrue();
    assertThat(reader.transactionHigh()).isEqualTo(1);
    assertThat(reader.transactionLow()).isEqualTo(2);
    assertThat(agent.pollTransmit(transmit)).as("one answer").isFalse();
    return reader.type() == Stun.BINDING_SUCCESS ? 0 : reader.errorCode();
  }

  @Test
  void anAuthenticatedCheckIsAnsweredWithTheAddressItCameFrom() {
    assertThat(give(3, IceLiteAgentTest::plain)).isNull();

    assertThat(answer(SERVER)).isZero();
    assertThat(transmit.path()).isEqualTo(3);
    TransportAddress seen = new TransportAddress();
    assertThat(reader.mappedAddress(seen)).isTrue();
    assertThat(seen.ipv4()).isEqualTo(0x0A000003);
    assertThat(seen.port()).isEqualTo(1003);
    assertThat(events())
        .containsExactly(new IceEvent.PathValidated(3), new IceEvent.PathSelected(3));
    assertThat(agent.isValidated(3)).isTrue();
    assertThat(agent.isValidated(4)).isFalse();
    assertThat(agent.selectedPath()).isEqualTo(3);
  }

  @Test
  void checksThatComeTogetherAreAnsweredOneByOne() {
    for (int path = 1; path <= 3; path++) {
      give(path, IceLiteAgentTest::plain);
    }
    for (int path = 1; path <= 3; path++) {
      assertThat(agent.pollTransmit(transmit)).isTrue();
      assertThat(transmit.path()).isEqualTo(path);
      TransportAddress seen = new TransportAddress();
      assertThat(reader.parse(transmit.buffer(), 0, transmit.length())).isNull();
      assertThat(reader.mappedAddress(seen)).isTrue();
      assertThat(seen.port()).isEqualTo(1000 + path);
    }
    assertThat(agent.pollTransmit(transmit)).isFalse();
  }

  @Test
  void ofMoreAnswersThanWaitTheOldestAreLost() {
    int checks = IceLiteAgent.MAX_ANSWERS + 5;
    for (int path = 0; path < checks; path++) {
      give(path, IceLiteAgentTest::plain);
      events();
    }
    for (int path = 5; path < checks; path++) {
      assertThat(agent.pollTransmit(transmit)).isTrue();
      assertThat(transmit.path()).isEqualTo(path);
    }
    assertThat(agent.pollTransmit(transmit)).isFalse();
  }

  @Test
  void noAnswerIsLargerThanItsQuestion() {
    int question = check(SERVER, BROWSER, check -> {});
    assertThat(give(IPV6_PATH, question)).isEqualTo(IceDrop.ANSWER_TOO_LARGE);
    assertThat(answer(SERVER)).isEqualTo(-1);
    assertThat(agent.isValidated(IPV6_PATH)).isFalse();

    int realQuestion = check(SERVER, BROWSER, IceLiteAgentTest::plain);
    assertThat(give(IPV6_PATH, realQuestion)).isNull();
    assertThat(answer(SERVER)).isZero();
    assertThat(transmit.length()).isLessThanOrEqualTo(realQuestion);
  }

  @Test
  void onlyOurHalfOfTheUsernameCounts() {
    IceCredentials restarting = new IceCredentials("brox", BROWSER.password());
    assertThat(give(1, check(SERVER, restarting, IceLiteAgentTest::plain))).isNull();
    assertThat(answer(SERVER)).isZero();
  }

  @Test
  void whatIsNotAuthenticatedIsNeitherAnsweredNorTakenAsAPath() {
    IceCredentials wrongPassword = new IceCredentials(SERVER.ufrag(), "x".repeat(22));
    IceCredentials wrongUfrag = new IceCredentials("SRVufraG", SERVER.password());
    assertThat(give(1, check(wrongPassword, BROWSER, IceLiteAgentTest::plain)))
        .isEqualTo(IceDrop.WRONG_INTEGRITY);
    assertThat(give(1, check(wrongUfrag, BROWSER, IceLiteAgentTest::plain)))
        .isEqualTo(IceDrop.WRONG_USERNAME);

    byte[] username = "SRVufrag:brow".getBytes(US_ASCII);
    writer.begin(slab, 0, Stun.BINDING_REQUEST, 1, 2).username(username).priority(1);
    assertThat(give(1, writer.finish())).isEqualTo(IceDrop.WRONG_INTEGRITY);
    writer.begin(slab, 0, Stun.BINDING_REQUEST, 1, 2).username(username);
    int withoutFingerprint = 20 + 20;
    assertThat(give(1, withoutFingerprint)).isEqualTo(IceDrop.NO_FINGERPRINT);
    assertThat(give(1, writer.begin(slab, 0, Stun.BINDING_INDICATION, 1, 2).finish()))
        .isEqualTo(IceDrop.NOT_A_CHECK);
    assertThat(give(1, writer.begin(slab, 0, Stun.BINDING_SUCCESS, 1, 2).finish()))
        .isEqualTo(IceDrop.UNEXPECTED_RESPONSE);
    assertThat(give(1, 10)).isEqualTo(StunDrop.TOO_SHORT);

    assertThat(answer(SERVER)).isEqualTo(-1);
    assertThat(events()).isEmpty();
    assertThat(agent.selectedPath()).isEqualTo(PacketBatch.NO_PATH);
    assertThat(agent.lastHeardNanos()).isEqualTo(5 * SECOND);
  }

  @Test
  void aBrowserThatTakesItselfForControlledIsTold() {
    assertThat(give(1, check -> check.priority(1).controlled(Long.MAX_VALUE))).isNull();
    assertThat(answer(SERVER)).isEqualTo(Stun.ROLE_CONFLICT);
    assertThat(agent.isValidated(1)).isFalse();
  }

  @Test
  void anUnknownRequiredAttributeIsRefusedByName() {
    assertThat(give(1, check -> check.attribute(0x7FFF, new byte[8]))).isNull();
    assertThat(answer(SERVER)).isEqualTo(Stun.UNKNOWN_ATTRIBUTE);
    assertThat(agent.isValidated(1)).isFalse();
  }

  @Test
  void theLastNominationWins() {
    give(1, IceLiteAgentTest::plain);
    give(2, IceLiteAgentTest::nominating);
    assertThat(agent.selectedPath()).isEqualTo(2);
    give(1, IceLiteAgentTest::plain);
    assertThat(agent.selectedPath()).isEqualTo(2);
    give(1, IceLiteAgentTest::nominating);
    assertThat(agent.selectedPath()).isEqualTo(1);
  }

  @Test
  void firefoxNominatesEveryPathOnceAndUsesTheBest() {
    give(1, nominating(200));
    now += SECOND / 50;
    give(2, nominating(100));
    assertThat(agent.selectedPath()).as("a worse path does not take over").isEqualTo(1);
    now += SECOND / 50;
    give(3, nominating(300));
    assertThat(agent.selectedPath()).as("a better one does").isEqualTo(3);
    now += IceLiteAgent.NOMINATION_BURST_NANOS;
    give(2, nominating(100));
    assertThat(agent.selectedPath()).as("asked for later, it is meant").isEqualTo(2);
  }

  @Test
  void prioritiesAreUnsigned() {
    give(1, nominating(0x9000_0000));
    give(2, nominating(0x6000_0000));
    assertThat(agent.selectedPath()).isEqualTo(1);
  }

  @Test
  void aLaterNominationWinsEvenWithLowerPriority() {
    give(1, nominating(200));
    now += IceLiteAgent.NOMINATION_BURST_NANOS;
    give(1, nominating(200));
    give(2, nominating(100));
    assertThat(agent.selectedPath()).isEqualTo(2);
  }

  @Test
  void aNominatedPathThatIsStillCheckedReplacesASelectedOneThatIsNot() {
    give(1, nominating(200));
    give(2, nominating(100));
    for (int i = 0; i < 2; i++) {
      now += 4 * SECOND;
      agent.handleTimeout(now);
      give(2, IceLiteAgentTest::plain);
      assertThat(agent.selectedPath()).isEqualTo(1);
    }
    assertThat(agent.pollTimeout()).isEqualTo(5 * SECOND + IceLiteAgent.SELECTED_STALE_NANOS);
    now = agent.pollTimeout();
    agent.handleTimeout(now);
    assertThat(agent.selectedPath()).isEqualTo(2);
    assertThat(agent.pollTimeout()).isGreaterThan(now);
  }

  @Test
  void consentEndsThirtySecondsAfterTheLastCheck() {
    give(1, IceLiteAgentTest::nominating);
    now += 20 * SECOND;
    give(1, IceLiteAgentTest::plain);
    events();
    assertThat(agent.pollTimeout()).isEqualTo(now + 30 * SECOND);
    agent.handleTimeout(now + 30 * SECOND - 1);
    assertThat(events()).isEmpty();
    assertThat(agent.lastHeardNanos()).isEqualTo(now);

    now += 30 * SECOND;
    agent.handleTimeout(now);
    assertThat(events()).containsExactly(new IceEvent.PathRetired(1), new IceEvent.ConsentLost());
    assertThat(agent.pollTimeout()).isEqualTo(IceAgent.NEVER);
    assertThat(give(1, IceLiteAgentTest::plain)).isEqualTo(IceDrop.ENDED);
    assertThat(agent.pollTransmit(transmit)).as("the answers of before").isTrue();
    assertThat(agent.pollTransmit(transmit)).isTrue();
    assertThat(agent.pollTransmit(transmit)).as("and no further").isFalse();
  }

  @Test
  void consentEndsWithoutAnyCheckToo() {
    assertThat(agent.pollTimeout()).isEqualTo(35 * SECOND);
    agent.handleTimeout(35 * SECOND);
    assertThat(events()).containsExactly(new IceEvent.ConsentLost());
  }

  @Test
  void oneSilentPathEndsAloneAndAnotherTakesOver() {
    give(1, IceLiteAgentTest::nominating);
    now += 29 * SECOND;
    give(2, IceLiteAgentTest::plain);
    events();
    now += SECOND;
    agent.handleTimeout(now);
    assertThat(events()).containsExactly(new IceEvent.PathRetired(1), new IceEvent.PathSelected(2));
  }

  @Test
  void pathsOverTheLimitTakeThePlaceOfTheLeastRecentlyChecked() {
    give(0, IceLiteAgentTest::nominating);
    for (int path = 1; path < IceLiteAgent.MAX_PATHS; path++) {
      now++;
      give(path, IceLiteAgentTest::plain);
    }
    now++;
    give(1, IceLiteAgentTest::plain);
    events();
    give(100, IceLiteAgentTest::plain);
    assertThat(events())
        .as("0 is selected, 1 was checked again")
        .containsExactly(new IceEvent.PathRetired(2), new IceEvent.PathValidated(100));
    assertThat(agent.isValidated(2)).isFalse();
    assertThat(agent.selectedPath()).isZero();
  }

  @Test
  void afterARestartTheFormerCredentialsAreAnsweredUntilTheNewOnesAreUsed() {
    IceCredentials newServer = new IceCredentials("SRV-new1", "new-server-password-22");
    IceCredentials newBrowser = new IceCredentials("bnew", BROWSER.password());
    give(1, IceLiteAgentTest::nominating);
    answer(SERVER);
    agent.restart(now, newServer, newBrowser);

    assertThat(give(1, IceLiteAgentTest::plain)).isNull();
    assertThat(answer(SERVER)).isZero();
    assertThat(agent.selectedPath()).isEqualTo(1);

    assertThat(give(2, check(newServer, newBrowser, IceLiteAgentTest::nominating))).isNull();
    assertThat(answer(newServer)).isZero();
    assertThat(agent.selectedPath()).as("a changed address is a new path").isEqualTo(2);
    assertThat(agent.isValidated(1)).as("what is on its way still counts").isTrue();

    assertThat(give(1, IceLiteAgentTest::plain)).isEqualTo(IceDrop.WRONG_USERNAME);
  }

  @Test
  void aRestartGivesTheConsentTimeAnew() {
    give(1, IceLiteAgentTest::nominating);
    now += 29 * SECOND;
    agent.restart(now, new IceCredentials("12345678", "p".repeat(22)), BROWSER);
    events();
    now += 2 * SECOND;
    agent.handleTimeout(now);
    assertThat(events()).containsExactly(new IceEvent.PathRetired(1));
    assertThat(agent.pollTimeout()).isEqualTo(now + 28 * SECOND);
  }

  @Test
  void aRestartWithTheSameCredentialsChangesNothing() {
    give(1, nominating(200));
    now += SECOND / 50;
    agent.restart(now, SERVER, BROWSER);
    give(2, nominating(100));
    assertThat(agent.selectedPath()).isEqualTo(1);
  }

  @Test
  void mutatedChecksNeverThrowAndOnlyAuthenticOnesAreAnswered() {
    long seed = 8445;
    Random random = new Random(seed);
    int whole = check(SERVER, BROWSER, IceLiteAgentTest::nominating);
    byte[] original = slab.asSlice(0, whole).toArray(ValueLayout.JAVA_BYTE);
    for (int i = 0; i < 50_000; i++) {
      MemorySegment.copy(original, 0, slab, ValueLayout.JAVA_BYTE, 0, whole);
      int length = random.nextInt(8) == 0 ? random.nextInt(whole + 1) : whole;
      int at = random.nextInt(whole);
      slab.set(ValueLayout.JAVA_BYTE, at, (byte) (original[at] + 1 + random.nextInt(255)));
      int path = random.nextInt(1000);
      DropReason drop = agent.handleDatagram(now, path, slab.asSlice(0, length), 0, length);
      assertThat(drop).as("seed %d case %d", seed, i).isNotNull();
      assertThat(agent.pollTransmit(transmit)).isFalse();
    }
    assertThat(events()).isEmpty();
  }
}
