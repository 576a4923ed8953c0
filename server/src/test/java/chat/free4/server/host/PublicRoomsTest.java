package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.description.RoomDescription;
import chat.free4.room.directory.DirectoryQuery;
import chat.free4.room.signal.CloseCode;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.rpc.RpcEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The directory's thread: what it takes, what it tells, and when it is enough. */
final class PublicRoomsTest {
  private static final long OPENED = 1_792_000_000;

  private final ServerMetrics metrics = new ServerMetrics();
  private final PublicRooms rooms = new PublicRooms(new RpcEncoder(), metrics);

  /** Keeps what it is sent. */
  private static final class Watcher implements SignalSocket {
    private final List<String> frames = new CopyOnWriteArrayList<>();

    @Override
    public void send(String frame) {
      frames.add(frame);
    }

    @Override
    public void close(CloseCode code) {
      throw new AssertionError("nobody closes it");
    }

    void awaitFrame(String part) {
      await().until(() -> frames.stream().anyMatch(frame -> frame.contains(part)));
    }
  }

  @BeforeEach
  void start() {
    rooms.start();
  }

  @AfterEach
  void stop() {
    rooms.close();
  }

  private static DirectoryQuery search(String text) {
    return ((DirectoryQuery.Reading.Accepted) DirectoryQuery.read(null, null, text, null)).query();
  }

  private Watcher watch(long session, DirectoryQuery query) {
    Watcher watcher = new Watcher();
    rooms.watch(session, watcher, session, query);
    watcher.awaitFrame("\"id\":" + session + ",");
    return watcher;
  }

  private String page() {
    List<String> pages = new CopyOnWriteArrayList<>();
    rooms.ask(
        null,
        null,
        null,
        null,
        answer -> {
          if (answer instanceof PublicRooms.Answer.Page(String json)) {
            pages.add(json);
          }
        });
    await().until(() -> !pages.isEmpty());
    return pages.getFirst();
  }

  @Test
  void allWhoWatchAPageAreToldTheSameAndManyChangesAtOnceAreTold() {
    Watcher ada = watch(1, DirectoryQuery.ALL);
    Watcher bob = watch(2, DirectoryQuery.ALL);
    Watcher elsewhere = watch(3, search("tea"));
    for (int people = 1; people <= 1_000; people++) {
      rooms.update("coffee", RoomDescription.NONE, people, OPENED);
    }
    ada.awaitFrame("\"people\":1000");
    bob.awaitFrame("\"people\":1000");
    assertThat(ada.frames).hasSizeLessThan(10); // a thousand changes, told once or twice
    assertThat(ada.frames.getLast()).isEqualTo(bob.frames.getLast());
    elsewhere.awaitFrame("\"total\":1");
    assertThat(elsewhere.frames.getLast()).doesNotContain("coffee");
  }

  @Test
  void whatHappensToARoomWithinASecondEndsAsItEnds() {
    rooms.update("ended", RoomDescription.NONE, 3, OPENED);
    rooms.talked("ended");
    rooms.remove("ended");
    rooms.update("again", RoomDescription.NONE, 3, OPENED);
    rooms.remove("again");
    rooms.update("again", RoomDescription.NONE, 2, OPENED + 1);
    rooms.talked("again");
    await().until(() -> page().contains("again"));
    assertThat(page())
        .contains("\"name\":\"again\"", "\"people\":2", "\"talking\":true", "\"total\":1")
        .doesNotContain("ended");
  }

  @Test
  void overTheViewsOthersAreRefusedAndTheFirstPageNever() {
    for (int view = 0; view < PublicRooms.MAX_VIEWS; view++) {
      rooms.watch(100 + view, new Watcher(), 1, search("text " + view));
    }
    Watcher refused = watch(1, search("one more"));
    assertThat(refused.frames).singleElement().asString().contains("\"reason\":\"busy\"");
    Watcher shared = watch(2, search("text 7"));
    assertThat(shared.frames.getFirst()).contains("\"result\"");
    Watcher first = watch(3, DirectoryQuery.ALL);
    assertThat(first.frames.getFirst()).contains("\"result\"");
    rooms.unwatch(3);
    rooms.unwatch(100);
    Watcher later = watch(4, search("one more"));
    assertThat(later.frames.getFirst()).contains("\"result\"");
    assertThat(new String(metrics.scrape(), StandardCharsets.UTF_8))
        .contains("free4chat_signal_refused_total{reason=\"directory_busy\"} 1.0");
  }

  @Test
  void whoWatchesNoMoreIsToldNoMore() {
    Watcher gone = watch(1, DirectoryQuery.ALL);
    Watcher stays = watch(2, DirectoryQuery.ALL);
    rooms.unwatch(1);
    rooms.update("coffee", RoomDescription.NONE, 1, OPENED);
    stays.awaitFrame("coffee");
    assertThat(gone.frames).hasSize(1);
  }

  @Test
  void overTheQuestionsThatWaitTheNextIsToldSo() {
    rooms.close(); // nobody answers any more
    int busy = 0;
    boolean[] last = new boolean[1];
    for (int question = 0; question < PublicRooms.MAX_QUESTIONS + 5; question++) {
      last[0] = false;
      rooms.ask(
          null, null, null, null, answer -> last[0] = answer instanceof PublicRooms.Answer.Busy);
      busy += last[0] ? 1 : 0;
    }
    assertThat(busy).isEqualTo(5);
  }
}
