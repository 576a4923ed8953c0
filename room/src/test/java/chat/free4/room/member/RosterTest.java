package chat.free4.room.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.signal.RateLimit;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final Roster roster = new Roster();

  @Test
  void numbersCountUpFromOneAndAreNotGivenTwice() {
    Member first = add("first");
    assertThat(first.number()).isEqualTo(1);
    roster.remove(first);
    assertThat(add("second").number()).isEqualTo(2);
  }

  @Test
  void numbersWrapPastZeroAndThoseStillInUse() {
    Roster late = new Roster(-2);
    Member first = member(late, "first");
    late.add(first);
    assertThat(Integer.toUnsignedLong(first.number())).isEqualTo(0xffff_ffffL);
    Member second = member(late, "second");
    late.add(second);
    assertThat(second.number()).isEqualTo(1);
    Roster wrapped = new Roster(-2);
    wrapped.add(second);
    assertThat(wrapped.nextNumber()).isEqualTo(2);
  }

  @Test
  void aSessionHasOneMemberAndAMemberOneSession() {
    Member first = add("first");
    Member second = add("second");
    roster.attach(first, 10);
    assertThatThrownBy(() -> roster.attach(first, 11)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> roster.attach(second, 10)).isInstanceOf(IllegalStateException.class);
    assertThat(roster.bySession(10)).isSameAs(first);
    assertThat(roster.sessions()).containsExactly(10);
    roster.remove(first);
    assertThat(roster.bySession(10)).isNull();
    assertThat(roster.sessions()).isEmpty();
  }

  @Test
  void theSnapshotOfSessionsIsSharedUntilOneComesOrGoes() {
    roster.attach(add("first"), 10);
    long[] before = roster.sessions();
    assertThat(roster.sessions()).isSameAs(before);
    roster.attach(add("second"), 11);
    assertThat(roster.sessions()).containsExactly(10, 11);
    assertThat(before).containsExactly(10);
  }

  @Test
  void whatIsDueComesInTheOrderOfTime() {
    Member first = add("first");
    Member second = add("second");
    first.lose(50, 100, LeaveReason.LOST);
    roster.reschedule(first);
    second.lose(Member.NEVER, 30, LeaveReason.CLOSED);
    roster.reschedule(second);
    assertThat(roster.dueAtNanos()).isEqualTo(30);
    assertThat(roster.firstDue(29)).isNull();
    assertThat(roster.firstDue(60)).isSameAs(second);
    roster.remove(second);
    assertThat(roster.firstDue(60)).isSameAs(first);
    first.keep();
    roster.reschedule(first);
    assertThat(roster.dueAtNanos()).isEqualTo(Member.NEVER);
  }

  @Test
  void aStrangerIsABug() {
    Member stranger = member(roster, "stranger");
    assertThatThrownBy(() -> roster.remove(stranger)).isInstanceOf(IllegalStateException.class);
    roster.add(stranger);
    assertThatThrownBy(() -> roster.add(stranger)).isInstanceOf(IllegalStateException.class);
  }

  private Member add(String name) {
    Member member = member(roster, name);
    roster.add(member);
    return member;
  }

  private static Member member(Roster roster, String name) {
    Bytes key = Bytes.utf8(name);
    return new Member(
        0,
        roster.nextNumber(),
        MemberId.of(key, key),
        key,
        key,
        Bytes.EMPTY,
        false,
        0,
        new RateLimit(0, 1, 1),
        new RateLimit(0, 1, 1));
  }
}
