package chat.free4.server.host;

import chat.free4.room.description.RoomDescription;
import chat.free4.room.directory.DirectoryIndex;
import chat.free4.room.directory.DirectoryPage;
import chat.free4.room.directory.DirectoryQuery;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import chat.free4.server.metrics.Refusal;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.rpc.RpcEncoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The directory of this process, on a thread of its own, so that a search among many rooms keeps no
 * room waiting. Control notes here what becomes of rooms and goes on; once a second at most the
 * notes are put into the index, and whoever watches a page is told how it has changed. Those who
 * watch the same page share the work of it.
 */
public final class PublicRooms implements Listings, AutoCloseable {
  /** Changes are told so far apart. */
  static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Different pages that are watched at once; the first page of all rooms always can be. */
  static final int MAX_VIEWS = 512;

  /** Questions that may wait for an answer. */
  static final int MAX_QUESTIONS = 1024;

  /** Answers that are kept until the directory changes. */
  static final int MAX_ANSWERS = 256;

  /** Rooms of which news wait. They do so for a second: a number that only a bug can reach. */
  static final int MAX_NEWS = 1 << 20;

  private static final int RETRY_MILLIS = 5_000;

  private final ControlTask task = new ControlTask("directory", this::onTime, this::nextTime);
  private final DirectoryIndex index = new DirectoryIndex();
  private final Map<DirectoryQuery, View> views = new HashMap<>();
  private final Map<Long, View> viewOf = new HashMap<>();
  private final Map<DirectoryQuery, String> answers = new LinkedHashMap<>();
  private final RpcEncoder encoder;
  private final ServerMetrics metrics;
  private final Listings elsewhere = new Notes();
  private final Object newsLock = new Object();
  private Map<String, News> news = new LinkedHashMap<>();
  private boolean newsNoticed;
  private long flushedNanos = System.nanoTime() - FLUSH_NANOS;
  private volatile @Nullable Listings others;
  private volatile int listed;
  private volatile int watchers;

  /** What has become of a room since the last flush. */
  private record News(@Nullable Facts facts, boolean ended, boolean talked) {}

  /** What is listed of a room. */
  private record Facts(RoomDescription description, int people, long opened) {}

  /** A page that somebody watches, as they were told of it. */
  private final class View {
    private final DirectoryQuery query;
    private final Map<Long, SignalSocket> sockets = new HashMap<>();
    private DirectoryPage page;

    View(DirectoryQuery query) {
      this.query = query;
      this.page = index.page(query);
    }

    void refresh() {
      DirectoryPage now = index.page(query);
      DirectoryPage.Change change = now.since(page);
      page = now;
      if (change != null) {
        String frame = encoder.notification(ServerMessage.DirectoryChange.of(change));
        sockets.values().forEach(socket -> socket.send(frame));
      }
    }
  }

  /** What came of a question. */
  public sealed interface Answer {
    /** A page, as JSON. */
    record Page(String json) implements Answer {}

    /** {@code field} is wrong. */
    record Refused(String field) implements Answer {}

    /** Too many others ask. */
    record Busy() implements Answer {}
  }

  /** A directory without rooms. */
  public PublicRooms(RpcEncoder encoder, ServerMetrics metrics) {
    this.encoder = encoder;
    this.metrics = metrics;
    metrics.gauge("free4chat_listed_rooms", "Rooms in the directory.", () -> listed);
    metrics.gauge("free4chat_directory_watchers", "Sockets that watch it.", () -> watchers);
  }

  /** Begins to work. */
  public void start() {
    task.start();
  }

  /** From now on somebody else is told, too, what rooms of this node say. */
  public void share(Listings with) {
    others = with;
  }

  /** Where rooms of other nodes are listed. */
  public Listings ofOthers() {
    return elsewhere;
  }

  @Override
  public void update(String name, RoomDescription description, int people, long opened) {
    elsewhere.update(name, description, people, opened);
    Listings told = others;
    if (told != null) {
      told.update(name, description, people, opened);
    }
  }

  @Override
  public void remove(String name) {
    elsewhere.remove(name);
    Listings told = others;
    if (told != null) {
      told.remove(name);
    }
  }

  @Override
  public void talked(String name) {
    elsewhere.talked(name);
    Listings told = others;
    if (told != null) {
      told.talked(name);
    }
  }

  /** Notes what becomes of rooms, wherever they are. */
  private final class Notes implements Listings {
    @Override
    public void update(String name, RoomDescription description, int people, long opened) {
      note(name, new News(new Facts(description, people, opened), false, false));
    }

    @Override
    public void remove(String name) {
      note(name, new News(null, true, false));
    }

    @Override
    public void talked(String name) {
      note(name, new News(null, false, true));
    }
  }

  private void note(String name, News latest) {
    boolean wake;
    synchronized (newsLock) {
      if (news.size() >= MAX_NEWS) {
        throw new IllegalStateException("the directory is stuck");
      }
      news.merge(name, latest, PublicRooms::merge);
      wake = !newsNoticed;
      newsNoticed = true;
    }
    if (wake) {
      task.offerEssential(() -> {}); // it looks at the time again
    }
  }

  private static News merge(News former, News latest) {
    if (latest.ended) {
      return latest;
    }
    Facts facts = latest.facts == null ? former.facts : latest.facts;
    // A room that ended and is there again has other facts, which say so.
    boolean ended = former.ended && facts == null;
    return new News(facts, ended, former.talked || latest.talked);
  }

  /** Answers a socket's request with a page, and tells it from then on what changes there. */
  void watch(long session, SignalSocket socket, long id, DirectoryQuery query) {
    boolean taken = task.offer(() -> startWatching(session, socket, id, query));
    if (!taken) {
      refuse(socket, id);
    }
  }

  /** A socket watches no more. */
  void unwatch(long session) {
    task.offerEssential(() -> stopWatching(session));
  }

  private void startWatching(long session, SignalSocket socket, long id, DirectoryQuery query) {
    stopWatching(session);
    View view = views.get(query);
    if (view == null) {
      if (views.size() >= MAX_VIEWS && !query.equals(DirectoryQuery.ALL)) {
        refuse(socket, id);
        return;
      }
      view = new View(query);
      views.put(query, view);
    }
    view.sockets.put(session, socket);
    viewOf.put(session, view);
    watchers = viewOf.size();
    socket.send(encoder.result(id, ServerMessage.DirectoryResult.of(view.page)));
  }

  private void stopWatching(long session) {
    View view = viewOf.remove(session);
    if (view != null) {
      watchers = viewOf.size();
      view.sockets.remove(session);
      if (view.sockets.isEmpty()) {
        views.remove(view.query);
      }
    }
  }

  private void refuse(SignalSocket socket, long id) {
    SignalFault fault = SignalFault.busy(RETRY_MILLIS);
    metrics.countError(fault.error());
    metrics.countRefused(Refusal.DIRECTORY_BUSY);
    socket.send(encoder.error(id, fault));
  }

  /** Asks for a page once; the answer comes on any thread, or at once. */
  public void ask(
      @Nullable String tag,
      @Nullable String language,
      @Nullable String search,
      @Nullable String after,
      Consumer<Answer> then) {
    switch (DirectoryQuery.read(tag, language, search, after)) {
      case DirectoryQuery.Reading.Refused(String field) -> then.accept(new Answer.Refused(field));
      case DirectoryQuery.Reading.Accepted(DirectoryQuery query) -> {
        boolean taken =
            task.waiting() < MAX_QUESTIONS
                && task.offer(() -> then.accept(new Answer.Page(answer(query))));
        if (!taken) {
          metrics.countRefused(Refusal.DIRECTORY_BUSY);
          then.accept(new Answer.Busy());
        }
      }
    }
  }

  private String answer(DirectoryQuery query) {
    String known = answers.get(query);
    if (known != null) {
      return known;
    }
    DirectoryPage page = index.page(query);
    String json = encoder.document(ServerMessage.DirectoryResult.of(page));
    if (answers.size() >= MAX_ANSWERS) {
      answers.remove(answers.keySet().iterator().next());
    }
    answers.put(query, json);
    return json;
  }

  private long nextTime() {
    long earliest = flushedNanos + FLUSH_NANOS;
    synchronized (newsLock) {
      if (newsNoticed) {
        return earliest;
      }
    }
    long due = index.pollTimeout();
    return due == DirectoryIndex.NEVER || due - earliest > 0 ? due : earliest;
  }

  private void onTime(long now) {
    Map<String, News> taken;
    synchronized (newsLock) {
      taken = news;
      news = new LinkedHashMap<>();
      newsNoticed = false;
    }
    flushedNanos = now;
    long before = index.version();
    taken.forEach((name, latest) -> apply(now, name, latest));
    index.handleTimeout(now);
    if (index.version() != before) {
      answers.clear();
      listed = index.size();
      views.values().forEach(View::refresh);
    }
  }

  private void apply(long now, String name, News latest) {
    Facts facts = latest.facts;
    if (latest.ended) {
      index.remove(name);
    } else if (facts != null) {
      index.put(name, facts.description, facts.people, facts.opened);
    }
    if (latest.talked) {
      index.handleTalk(now, name);
    }
  }

  /** Ends. */
  @Override
  public void close() {
    task.close();
  }
}
