package chat.free4.sim;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.SigningKey;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.signal.ClientMessage;
import chat.free4.sim.SimulatedRooms.Guest;
import org.junit.jupiter.api.Test;

/** A budget of talk, from the signed act to the packets that go out or do not. */
class FairFloorTest {
  private static final long SEED = 20_261_123;
  private static final long ROOM = 4;
  private static final int SLOTS = 6;
  private static final int BUDGET_SECONDS = 20;
  private static final int LOUD = 30;
  private static final long SECOND = 1_000_000_000L;
  private static final int PACKETS_A_SECOND = 50;

  /** What may be over a budget: measured by the second, told every other, and on its way. */
  private static final int SLACK_SECONDS = 4;

  private final SimulatedSfu sfu = new SimulatedSfu(SEED);
  private final SimulatedRooms rooms = new SimulatedRooms(sfu);
  private final SigningKey ada = SigningKey.ofSeed(Bytes.of(new byte[32]));

  private SignedAct budget() {
    return SignedAct.sign(
        ada,
        DeviceCertificate.issue(ada, ada.publicKey()),
        SimulatedRooms.id(ROOM),
        1,
        SimulatedRooms.ACTS_ROOT,
        new SignedAct.Deed(ActKind.FLOOR, SignedAct.NOBODY, BUDGET_SECONDS));
  }

  /** How many seconds of one the other has heard. */
  private static double heardSeconds(Guest listener, Guest speaker) {
    return (double) listener.browser.packetsFrom(speaker.member) / PACKETS_A_SECOND;
  }

  @Test
  void whoTalksOverTheBudgetIsForwardedNoLongerUntilItRefills() {
    Guest owner = rooms.enter(ROOM, ada.publicKey(), ada.publicKey(), SLOTS);
    Guest talker = rooms.enter(ROOM, "talker", SLOTS);
    Guest other = rooms.enter(ROOM, "other", SLOTS);
    rooms.runFor(SECOND);
    rooms.request(owner, new ClientMessage.RoomAct(budget().encode(), null));

    talker.browser.microphone().speak(LOUD);
    rooms.runFor(60 * SECOND);
    double before = heardSeconds(owner, talker);
    assertThat(before).isBetween((double) BUDGET_SECONDS - 1, BUDGET_SECONDS + SLACK_SECONDS + 0.0);
    assertThat(heardSeconds(other, talker)).isEqualTo(before);

    other.browser.microphone().speak(LOUD);
    rooms.runFor(10 * SECOND);
    assertThat(heardSeconds(owner, talker)).as("while it rests").isEqualTo(before);
    assertThat(heardSeconds(owner, other)).as("one of two budgets").isGreaterThan(9);
    other.browser.microphone().beSilent();

    // Ten seconds of talk are back 300 s after it was used up; it talks on all the while.
    rooms.runFor(300 * SECOND);
    assertThat(heardSeconds(owner, talker)).isBetween(before + 10 - 1, before + 10 + SLACK_SECONDS);
  }
}
