package chat.free4.room.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomLogTest {
  private static final MemberId ADA = MemberId.of(Bytes.utf8("ada"), Bytes.utf8("laptop"));
  private static final MemberId BEN = MemberId.of(Bytes.utf8("ben"), Bytes.utf8("phone"));
  private static final long PLENTY = 1L << 20;

  private final RoomLog log = new RoomLog(5, PLENTY, 8);

  @Test
  void cursorsGrowByOneOverAllAuthorsAndDocuments() {
    assertThat(append(ADA, 1).cursor()).isEqualTo(1);
    assertThat(append(BEN, 1).cursor()).isEqualTo(2);
    assertThat(log.append(ADA, "board", 2, Bytes.EMPTY).cursor()).isEqualTo(3);
    assertThat(log.cursor()).isEqualTo(3);
  }

  @Test
  void whatIsHeldIsAnsweredWithTheSameCursorAndNotDoubled() {
    append(ADA, 1);
    append(ADA, 2);
    RoomLog.Appended again = append(ADA, 1);
    assertThat(again.cursor()).isEqualTo(1);
    assertThat(again.added()).isNull();
    assertThat(log.size()).isEqualTo(2);
  }

  @Test
  void aGapIsAllowedAndNotFilledLater() {
    append(ADA, 1);
    assertThat(append(ADA, 9).cursor()).isEqualTo(2);
    assertThat(append(ADA, 5)).isEqualTo(new RoomLog.Appended(0, null));
    assertThat(log.newestSequence(ADA)).isEqualTo(9);
  }

  @Test
  void overTheEntriesTheOldestFallsOut() {
    for (int i = 1; i <= 7; i++) {
      append(ADA, i);
    }
    assertThat(log.size()).isEqualTo(5);
    assertThat(sequences(log.after(0, 100))).containsExactly(3L, 4L, 5L, 6L, 7L);
    assertThat(log.find(ADA, 2)).isNull();
    assertThat(log.find(ADA, 3)).isNotNull();
  }

  @Test
  void whatFellOutDoesNotComeBackAsNew() {
    for (int i = 1; i <= 7; i++) {
      append(ADA, i);
    }
    assertThat(append(ADA, 1)).isEqualTo(new RoomLog.Appended(0, null));
    assertThat(log.cursor()).isEqualTo(7);
  }

  @Test
  void overTheBytesTheOldestFallOut() {
    RoomLog small = new RoomLog(100, 100, 8);
    small.append(ADA, "chat", 1, Bytes.of(new byte[30]));
    small.append(ADA, "chat", 2, Bytes.of(new byte[30]));
    assertThat(small.bytes()).isEqualTo(68);
    small.append(ADA, "chat", 3, Bytes.of(new byte[90]));
    assertThat(small.bytes()).isEqualTo(94);
    assertThat(sequences(small.after(0, 100))).containsExactly(3L);
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    for (int i = 1; i <= 5; i++) {
      append(ADA, i);
    }
    RoomLog.Page first = log.after(0, 2);
    assertThat(sequences(first)).containsExactly(1L, 2L);
    assertThat(first.more()).isTrue();
    RoomLog.Page second = log.after(first.cursor(), 2);
    assertThat(sequences(second)).containsExactly(3L, 4L);
    RoomLog.Page third = log.after(second.cursor(), 2);
    assertThat(sequences(third)).containsExactly(5L);
    assertThat(third.more()).isFalse();
    assertThat(third.cursor()).isEqualTo(5);
    assertThat(log.after(5, 2)).isEqualTo(new RoomLog.Page(List.of(), 5, false, 0));
  }

  @Test
  void aCursorThatIsNotReachedYetMeansTheStart() {
    append(ADA, 1);
    assertThat(sequences(log.after(77, 10))).containsExactly(1L);
  }

  @Test
  void aPageIsBoundedByEntriesAndBytesButHoldsOne() {
    RoomLog large = new RoomLog(1_000, 1L << 24, 8);
    for (int i = 1; i <= 300; i++) {
      large.append(ADA, "chat", i, Bytes.EMPTY);
    }
    assertThat(large.after(0, 1_000).entries()).hasSize(RoomLog.PAGE_ENTRIES);
    large.append(ADA, "chat", 301, Bytes.of(new byte[RoomLog.PAGE_BYTES * 2]));
    large.append(ADA, "chat", 302, Bytes.of(new byte[10]));
    RoomLog.Page page = large.after(300, 1_000);
    assertThat(sequences(page)).containsExactly(301L);
    assertThat(page.more()).isTrue();
  }

  @Test
  void authorsWithoutAnEntryAreForgottenOverTheLimitAndThoseWithOneNever() {
    RoomLog few = new RoomLog(3, PLENTY, 1);
    few.append(ADA, "chat", 7, Bytes.EMPTY);
    for (int i = 0; i < 3; i++) {
      assertThat(few.newestSequence(ADA)).isEqualTo(7);
      few.append(MemberId.of(Bytes.utf8("other" + i), Bytes.EMPTY), "chat", 1, Bytes.EMPTY);
    }
    assertThat(few.find(ADA, 7)).isNull();
    assertThat(few.newestSequence(ADA)).isZero();
  }

  @Test
  void overTheLimitTheDocumentsThatHoldMostGiveTheirOldest() {
    RoomLog small = new RoomLog(5, PLENTY, 8);
    small.append(ADA, "chat", 1, Bytes.utf8("one word"));
    small.append(ADA, "chat.marks", 2, Bytes.utf8("x"));
    for (int i = 3; i <= 9; i++) {
      small.append(ADA, i % 2 == 0 ? "board" : "board.snapshot", i, Bytes.of(new byte[100]));
    }
    assertThat(sequences(small.after(0, 100))).containsExactly(1L, 2L, 7L, 8L, 9L);
  }

  @Test
  void whatIsDroppedUpToACursorIsOfOneDocumentAndGoneForGood() {
    for (int i = 1; i <= 5; i++) {
      log.append(ADA, i % 2 == 0 ? "board" : "board.snapshot", i, Bytes.utf8("entry"));
    }
    long before = log.bytes();
    log.dropUntil("board", 3);
    log.dropUntil("elsewhere", 6);
    assertThat(sequences(log.after(0, 100))).containsExactly(1L, 3L, 4L, 5L);
    assertThat(log.bytes()).isLessThan(before);
    assertThat(log.append(ADA, "board", 2, Bytes.utf8("entry")).added()).isNull();
    log.dropUntil("board", 6);
    log.dropUntil("board.snapshot", 6);
    assertThat(log.bytes()).isZero();
    assertThat(log.size()).isZero();
  }

  private RoomLog.Appended append(MemberId author, long sequence) {
    return log.append(author, "chat", sequence, Bytes.utf8("entry"));
  }

  private static List<Long> sequences(RoomLog.Page page) {
    return page.entries().stream().map(LogEntry::sequence).toList();
  }
}
