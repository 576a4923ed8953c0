package chat.free4.server.media;

import chat.free4.ffi.UdpCounters;
import chat.free4.rtc.ice.PathAddresses;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaCounters;
import chat.free4.sfu.MediaEngine;
import chat.free4.sfu.MediaEvent;
import chat.free4.sfu.PlayedVoices;
import chat.free4.sfu.VoicePhrase;
import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, one UDP port, one engine: waits for datagrams, commands and time, gives them to the
 * engine one by one, and drains it after each. Never blocks on anything else. An engine that throws
 * has a bug: it is replaced by a fresh one, and its rooms are told.
 */
public final class Worker implements AutoCloseable {
  /** Commands that may wait. */
  static final int MAX_COMMANDS = 16_384;

  /** Commands that are done before datagrams have their turn. */
  static final int COMMANDS_A_TURN = 64;

  /** Phrases for members without a browser that may wait. */
  static final int MAX_VOICE_ORDERS = 1024;

  /** Packets of other workers that are taken before datagrams have their turn. */
  static final int RELAYED_A_TURN = 128;

  /** Fresh engines in a row without a second of work between them: then the worker gives up. */
  static final int MAX_RESTARTS = 20;

  /** Longest wait, so that nothing hangs on a wakeup that was lost. */
  private static final long MAX_WAIT_NANOS = 250_000_000;

  private static final long STEADY_NANOS = 1_000_000_000;
  private static final long JOIN_MILLIS = 2000;
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** What a worker tells control; called on the worker's thread, must not block. */
  public interface Listener {
    /** Something happened to a peer. */
    void onEvent(int worker, MediaEvent event);

    /** All peers of this worker are lost. */
    void onRestart(int worker);
  }

  private final int index;
  private final DatagramIo io;
  private final EngineFactory engines;
  private final BlockingQueue<MediaCommand> commands = new ArrayBlockingQueue<>(MAX_COMMANDS);
  private final BlockingQueue<VoiceOrder> voiceOrders = new ArrayBlockingQueue<>(MAX_VOICE_ORDERS);
  private final AtomicBoolean voiceNews = new AtomicBoolean();
  private final AtomicBoolean handshakeNews = new AtomicBoolean();
  private final RelayMesh relays;
  private final PacketBatch received;
  private final PacketBatch out;
  private final PacketBatch relayed = new PacketBatch(Arena.ofAuto(), RELAYED_A_TURN);
  private final PacketBatch played = new PacketBatch(Arena.ofAuto(), RELAYED_A_TURN);
  private final Coalescer coalescer = new Coalescer();
  private long restedNanos;
  private long wokeNanos;
  private volatile @Nullable Thread thread;
  private volatile MediaEngine engine;
  private PlayedVoices voices = new PlayedVoices();
  private volatile boolean stopping;
  private volatile boolean givenUp;

  /**
   * A worker that does not run yet.
   *
   * @throws IOException when the port is taken
   */
  Worker(int index, IoFactory ports, EngineFactory engines, int batchPackets, RelayMesh relays)
      throws IOException {
    this.index = index;
    this.engines = engines;
    this.relays = relays;
    this.received = new PacketBatch(Arena.ofAuto(), batchPackets);
    this.out = new PacketBatch(Arena.ofAuto(), batchPackets);
    this.io = ports.open(this::isPathBound);
    this.engine = newEngine();
    relays.join(index, io::wakeup);
  }

  /** Opens a worker's port. */
  @FunctionalInterface
  interface IoFactory {
    /**
     * Opens it.
     *
     * @param isBound tells whether a path belongs to a peer
     */
    DatagramIo open(IntPredicate isBound) throws IOException;
  }

  /** Makes an engine. */
  @FunctionalInterface
  interface EngineFactory {
    /**
     * Makes one.
     *
     * @param addresses where paths lead
     * @param wakeup what its handshakes call from their threads
     */
    MediaEngine create(PathAddresses addresses, Runnable wakeup);
  }

  private MediaEngine newEngine() {
    return engines.create(io, this::wakeForHandshake);
  }

  private boolean isPathBound(int path) {
    return engine.isPathBound(path);
  }

  /** Begins to work. */
  void start(Listener listener) {
    thread = Thread.ofPlatform().name("media-" + index).start(() -> run(listener));
  }

  /** True from its start to its end, wanted or not. */
  boolean isRunning() {
    Thread running = thread;
    return running != null && running.isAlive();
  }

  /** False once it has failed too often: it takes nobody any more. */
  boolean isUsable() {
    return !givenUp;
  }

  /** The port it receives at. */
  public int port() {
    return io.port();
  }

  /**
   * Hands a command over.
   *
   * @return false when too many wait
   */
  public boolean offer(MediaCommand command) {
    boolean taken = commands.offer(command);
    io.wakeup();
    return taken;
  }

  /**
   * Has a member without a browser say something, or nothing more.
   *
   * @return false when too many wait
   */
  public boolean offer(VoiceOrder order) {
    boolean taken = voiceOrders.offer(order);
    voiceNews.set(true);
    io.wakeup();
    return taken;
  }

  /** What the engine has counted since it was made. */
  public MediaCounters counters() {
    return engine.counters();
  }

  /** What the port has counted. */
  public UdpCounters ioCounters() {
    return io.counters();
  }

  private void wakeForHandshake() {
    handshakeNews.set(true);
    io.wakeup();
  }

  private void run(Listener listener) {
    int restarts = 0;
    while (!stopping) {
      long started = System.nanoTime();
      try {
        serve(listener);
      } catch (RuntimeException | AssertionError e) {
        LOG.error("media worker {} failed; its rooms begin anew", index, e);
        restarts = System.nanoTime() - started > STEADY_NANOS ? 1 : restarts + 1;
        if (restarts > MAX_RESTARTS) {
          LOG.error("media worker {} fails again and again: it is off", index);
          givenUp = true;
          listener.onRestart(index);
          return;
        }
        // Commands that wait were made for the peers that are lost.
        commands.clear();
        voiceOrders.clear();
        engine = newEngine();
        voices = new PlayedVoices();
        listener.onRestart(index);
      }
    }
  }

  private void serve(Listener listener) {
    MediaEngine mine = engine;
    wokeNanos = System.nanoTime();
    restedNanos = wokeNanos;
    while (!stopping) {
      // Methods of their own, so that the compiler takes them as wholes from the first second.
      if (!turn(mine, listener)) {
        rest(Math.min(mine.pollTimeout(), voices.pollTimeout()));
      }
    }
  }

  /** Takes what has come; true when there may be more. */
  private boolean turn(MediaEngine mine, Listener listener) {
    boolean hasMore = doCommands(mine, listener);
    hasMore |= doRelayed(mine, listener);
    hasMore |= doVoices(mine, listener);
    received.clear();
    if (io.receive(received) > 0) {
      // A batch that was not filled has emptied the port: to ask again would be a call for nothing.
      hasMore |= received.isFull();
      mine.handleDatagrams(System.nanoTime(), received);
      drain(mine, listener);
    }
    long now = System.nanoTime();
    long due = mine.pollTimeout();
    if (handshakeNews.getAndSet(false) || (due != MediaEngine.NEVER && due - now <= 0)) {
      mine.handleTimeout(now);
      drain(mine, listener);
    }
    return hasMore;
  }

  /** Pauses while datagrams gather; without a pause, waits for the next one. */
  private void rest(long due) {
    long finished = System.nanoTime();
    coalescer.handleTurn(wokeNanos - restedNanos, finished - wokeNanos);
    long pauseNanos = coalescer.pauseNanos();
    long waitNanos = waitNanos(due);
    if (pauseNanos > 0) {
      LockSupport.parkNanos(Math.min(pauseNanos, waitNanos));
    } else if (relays.fallAsleep(index)) {
      io.await(waitNanos);
      relays.awake(index);
    }
    restedNanos = finished;
    wokeNanos = System.nanoTime();
  }

  private long waitNanos(long due) {
    if (due == MediaEngine.NEVER) {
      return MAX_WAIT_NANOS;
    }
    return Math.clamp(due - System.nanoTime(), 0, MAX_WAIT_NANOS);
  }

  private boolean doCommands(MediaEngine mine, Listener listener) {
    for (int i = 0; i < COMMANDS_A_TURN; i++) {
      MediaCommand command = commands.poll();
      if (command == null) {
        return false;
      }
      mine.handleCommand(System.nanoTime(), command);
      hush(command);
      drain(mine, listener);
    }
    return true;
  }

  /** What is being said for somebody who may not be heard any more, or has gone, ends with that. */
  private void hush(MediaCommand command) {
    switch (command) {
      case MediaCommand.Silence(long room, int member, boolean silenced) when silenced ->
          voices.handleGone(room, member);
      case MediaCommand.ForgetMember(long room, int member) -> voices.handleGone(room, member);
      default -> {
        // Nobody falls silent by it.
      }
    }
  }

  /** Takes what other workers say of rooms that are here too; true when there may be more. */
  private boolean doRelayed(MediaEngine mine, Listener listener) {
    relayed.clear();
    relays.receive(index, relayed);
    if (relayed.count() > 0) {
      mine.handleRelayed(System.nanoTime(), relayed);
      drain(mine, listener);
    }
    return relayed.isFull();
  }

  /** Hands on what members without a browser say at this moment; true when there may be more. */
  private boolean doVoices(MediaEngine mine, Listener listener) {
    // Where no robot speaks, a turn costs no more for it than these two looks.
    if (!voiceNews.get() && voices.pollTimeout() == MediaEngine.NEVER) {
      return false;
    }
    voiceNews.set(false);
    long now = System.nanoTime();
    for (VoiceOrder order = voiceOrders.poll(); order != null; order = voiceOrders.poll()) {
      VoicePhrase phrase = order.phrase();
      if (phrase == null) {
        voices.handleGone(order.room(), order.member());
      } else {
        voices.handlePhrase(now, order.room(), order.member(), order.isPerson(), phrase);
      }
    }
    if (voices.pollTimeout() - now > 0) {
      return false;
    }
    played.clear();
    if (voices.poll(now, played) > 0) {
      mine.handleRelayed(now, played);
      drain(mine, listener);
    }
    return played.isFull();
  }

  private void drain(MediaEngine mine, Listener listener) {
    out.clear();
    while (mine.pollRelays(out) > 0) {
      relays.send(index, out);
      out.clear();
    }
    while (mine.pollTransmits(out) > 0) {
      io.send(out);
      out.clear();
    }
    for (MediaEvent event = mine.pollEvent(); event != null; event = mine.pollEvent()) {
      listener.onEvent(index, event);
    }
  }

  /** Ends the thread and gives the port back. */
  @Override
  public void close() {
    stopping = true;
    io.wakeup();
    Thread running = thread;
    if (running != null) {
      try {
        running.join(JOIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (running.isAlive()) {
        // Nothing is pulled away beneath it: the process ends, and the port with it.
        LOG.error("media worker {} does not end", index);
        return;
      }
    }
    io.close();
  }
}
