package chat.free4.room.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Transcript;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** How many invites, and who came by them, a room remembers. */
class InvitesTest {
  private final Invites invites = full();

  /** As many invites as a room has, and as many guests. */
  static Invites full() {
    Invites all = new Invites();
    fill(all);
    return all;
  }

  static void fill(Invites all) {
    for (int i = 0; i < Invites.MAX_INVITES; i++) {
      make(all, id("invite", i));
      for (int guest = 0; guest < Invites.MAX_GUESTS / Invites.MAX_INVITES; guest++) {
        redeem(all, id("invite", i), guest);
      }
    }
  }

  static Bytes id(String what, int number) {
    return Transcript.of(what).addU64(number).sha256().slice(0, Invites.ID_BYTES);
  }

  /** The subject of an act about an invite, and of one who came by it. */
  static Bytes pair(Bytes invite, Bytes guest) {
    byte[] pair = Arrays.copyOf(invite.toArray(), 2 * Invites.ID_BYTES);
    System.arraycopy(guest.toArray(), 0, pair, Invites.ID_BYTES, Invites.ID_BYTES);
    return Bytes.of(pair);
  }

  static Bytes padded(Bytes invite) {
    return pair(invite, SignedAct.NO_PADDING);
  }

  private static void make(Invites in, Bytes invite) {
    long terms = Invites.terms(1_800_000_000, Invites.MAX_USES);
    in.make(TestActs.unsigned(ActKind.INVITE, padded(invite), terms));
  }

  private static void redeem(Invites in, Bytes invite, int guest) {
    in.redeem(TestActs.unsigned(ActKind.REDEEM, pair(invite, id("guest", guest)), 0));
  }

  private int guests() {
    return invites.all().values().stream().mapToInt(each -> each.guests().size()).sum();
  }

  @Test
  void ofSoManyTheOneMadeFirstIsGone() {
    make(invites, id("one more", 0));
    assertThat(invites.all()).hasSize(Invites.MAX_INVITES).doesNotContainKey(id("invite", 0));
    assertThat(invites.all()).containsKeys(id("invite", 1), id("one more", 0));
  }

  @Test
  void ofSoManyGuestsTheInviteMadeFirstIsGoneButNotTheOneJustUsed() {
    assertThat(guests()).isEqualTo(Invites.MAX_GUESTS);
    redeem(invites, id("invite", 0), 99);
    assertThat(invites.all()).containsKey(id("invite", 0)).doesNotContainKey(id("invite", 1));
    redeem(invites, id("invite", 9), 99);
    redeem(invites, id("invite", 9), 100);
    redeem(invites, id("invite", 9), 101);
    assertThat(guests()).isEqualTo(Invites.MAX_GUESTS);
    redeem(invites, id("invite", 9), 102);
    assertThat(guests()).isLessThan(Invites.MAX_GUESTS);
    assertThat(invites.all()).containsKey(id("invite", 9)).doesNotContainKey(id("invite", 0));
  }
}
