package chat.free4.room.signal;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.OfferProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.description.DescribeProof;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.directory.DirectoryQuery;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.media.OfferReader;
import chat.free4.room.saw.SawKind;
import chat.free4.room.saw.SawList;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from hello to its end: who it is, that it may enter, that it doesn't flood and is
 * still there. Sans I/O and single-threaded: after every {@code handle*} drain {@link
 * #pollEffect()}, then ask {@link #pollTimeout()}. The edge turns frames into calls:
 *
 * <ul>
 *   <li>a text frame that is a message: {@link #handleMessage};
 *   <li>not JSON: {@link #handleNotJson}; JSON, but no message of the contract: {@link
 *       #handleFault};
 *   <li>what the room made of an {@code EnterRoom}: {@link #handleWelcome}, {@link #handleDenied}
 *       or {@link #handleKnocking}.
 * </ul>
 *
 * <p>Once an {@code EnterRoom} came out, the room must be told when the WebSocket closes.
 *
 * <pre>
 *            hello              enter                 welcome
 *   OPENED ---------> GREETED ---------> ENTERING ---------------> ENTERED
 *    | ^                 ^  |  ^             |
 *    | +-----------------+--+  +-------------+       any of them ---> CLOSED
 *    |    proof invalid  |            denied
 *    +---> WATCHING -----+
 *   watch          hello
 * </pre>
 */
public final class SignalSession {
  /** {@link #pollTimeout()} when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The version of the wire contract. */
  public static final int VERSION = 1;

  /** How long a WebSocket may stay without hello. */
  static final long HELLO_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** At the so-manyth frame that is not JSON the WebSocket is closed. */
  static final int MAX_NOT_JSON = 3;

  /** So many seconds' worth of messages may come at once. */
  private static final int BURST_SECONDS = 2;

  /** A message that makes us verify a signature or read an offer counts as so many. */
  static final int COSTLY = 10;

  /** Whatever the rate: entering, and trying again, fits into what may come at once. */
  private static final int MIN_BURST = 6 * COSTLY;

  /** Refusals come back at this part of the message rate. */
  private static final int PATIENCE_DIVISOR = 10;

  private static final int NONCE_BYTES = 32;
  private static final int SESSION_BYTES = 16;

  private enum State {
    OPENED,
    WATCHING,
    GREETED,
    ENTERING,
    KNOCKING,
    ENTERED,
    CLOSED
  }

  private final ServerFacts facts;
  private final OfferReader offers;
  private final RandomGenerator random;
  private final Bytes session;
  private final RateLimit messages;
  private final RateLimit patience;
  private final Liveness liveness;
  private final EnterCheck entering;
  private final ArrayDeque<SessionEffect> effects = new ArrayDeque<>();

  private State state = State.OPENED;
  private @Nullable DeviceCertificate certificate;
  private Bytes nonce = Bytes.EMPTY;
  private @Nullable RoomId room;
  private int notJson;
  private boolean greetedBefore;
  private long enterDeadlineNanos;

  /**
   * A WebSocket that was just opened.
   *
   * @param origin the {@code Origin} of its request, which the edge has found to be allowed
   * @param offers reads offers; asked only when everything cheaper is right
   * @param random secure in production: nonces come from it
   */
  public SignalSession(
      long nowNanos, String origin, ServerFacts facts, OfferReader offers, RandomGenerator random) {
    this.facts = facts;
    this.offers = offers;
    this.random = random;
    this.session = randomBytes(SESSION_BYTES);
    this.entering = new EnterCheck(origin, session, facts, offers);
    int perSecond = facts.limits().messagesPerSecond();
    long atOnce = Math.max(MIN_BURST, (long) perSecond * BURST_SECONDS);
    this.messages = new RateLimit(nowNanos, perSecond, atOnce);
    this.patience = new RateLimit(nowNanos, Math.max(1, perSecond / PATIENCE_DIVISOR), perSecond);
    this.liveness = new Liveness(nowNanos, facts);
    this.enterDeadlineNanos = nowNanos + HELLO_NANOS;
  }

  /** A message; {@code id} is {@link ClientMessage#NO_ID} for a notification. */
  public void handleMessage(long nowNanos, long id, ClientMessage message) {
    if (!hear(nowNanos, id, cost(message))) {
      return;
    }
    boolean isNotification = id == ClientMessage.NO_ID;
    if (isNotification != message instanceof ClientMessage.Heartbeat) {
      refuseKind(id);
      return;
    }
    switch (message) {
      case ClientMessage.DirectoryWatch watch -> watchDirectory(nowNanos, id, watch);
      case ClientMessage.Hello hello -> hello(nowNanos, id, hello);
      case ClientMessage.Enter enter -> enter(id, who -> entering.check(nonce, who, enter));
      case ClientMessage.EnterSealed enter -> enter(id, who -> entering.check(nonce, who, enter));
      case ClientMessage.MediaOffer offer -> mediaOffer(id, offer);
      case ClientMessage.RoomDescribe describe -> describe(id, describe);
      case ClientMessage.InviteRedeem redeem -> redeem(id, redeem);
      case ClientMessage.InRoom inRoom -> inRoom(id, inRoom);
      case ClientMessage.Heartbeat _ -> {} // it was heard, and that is all it says
    }
  }

  /** A frame that is not JSON; the third closes. */
  public void handleNotJson(long nowNanos) {
    if (!hear(nowNanos, ClientMessage.NO_ID, 1)) {
      return;
    }
    fail(ClientMessage.NO_ID, SignalError.NOT_JSON);
    if (++notJson >= MAX_NOT_JSON) {
      close(CloseCode.PROTOCOL);
    }
  }

  /** A frame that is JSON, but refused by the codec. */
  public void handleFault(long nowNanos, long id, SignalFault fault) {
    if (!hear(nowNanos, id, 1)) {
      return;
    }
    if (id == ClientMessage.NO_ID && fault.error() != SignalError.INVALID_REQUEST) {
      effects.add(new SessionEffect.Ignored()); // a notification is never answered
    } else {
      effects.add(new SessionEffect.Fail(id, fault));
    }
  }

  /** The room let it in. */
  public void handleWelcome(long nowNanos) {
    if (state == State.ENTERING) {
      state = State.ENTERED;
      liveness.begin(nowNanos);
    }
  }

  /** It waits until it is let in; then it enters again. */
  public void handleKnocking(long nowNanos) {
    if (state == State.ENTERING) {
      state = State.KNOCKING;
      room = null;
      liveness.begin(nowNanos);
      // Whoever is let in, or turned away, has as long as anybody from then on.
      enterDeadlineNanos = NEVER;
    }
  }

  /** The room did not. */
  public void handleDenied(long nowNanos) {
    if (state == State.ENTERING) {
      state = State.GREETED;
      if (enterDeadlineNanos == NEVER) {
        enterDeadlineNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(facts.graceMillis());
      }
      room = null;
    }
  }

  /** Does what is due: heartbeats, silence, the end. */
  public void handleTimeout(long nowNanos) {
    switch (state) {
      case OPENED, GREETED, ENTERING -> {
        if (nowNanos >= enterDeadlineNanos) {
          close(CloseCode.SILENT);
        }
      }
      case WATCHING, KNOCKING, ENTERED -> watch(nowNanos);
      case CLOSED -> {}
    }
  }

  /** Tells what this WebSocket holds of who has entered by it. */
  public void tellHeld(long nowNanos, SawList list) {
    list.add(SawKind.SESSION, session);
    list.add(SawKind.ORIGIN, entering.origin());
    list.addNanos(SawKind.LAST_HEARD, liveness.sinceHeardNanos(nowNanos));
    long fullNanos = Math.max(messages.fullInNanos(nowNanos), patience.fullInNanos(nowNanos));
    list.addNanos(SawKind.MESSAGE_ALLOWANCE, fullNanos);
    if (certificate != null) {
      list.add(SawKind.CERTIFICATE, certificate.signature());
    }
  }

  /** The next thing to do; null when drained. */
  public @Nullable SessionEffect pollEffect() {
    return effects.poll();
  }

  /** When {@link #handleTimeout} is due; {@link #NEVER} when nothing is. */
  public long pollTimeout() {
    return switch (state) {
      case OPENED, GREETED, ENTERING -> enterDeadlineNanos;
      case WATCHING, KNOCKING, ENTERED -> liveness.dueAtNanos();
      case CLOSED -> NEVER;
    };
  }

  /** Notes a word, and that there aren't too many; false when the frame must not be looked at. */
  private boolean hear(long nowNanos, long id, int cost) {
    if (state == State.CLOSED) {
      return false;
    }
    if (liveness.hear(nowNanos)) {
      effects.add(new SessionEffect.Heard());
    }
    if (messages.take(nowNanos, cost)) {
      return true;
    }
    fail(id, SignalError.TOO_MANY_MESSAGES);
    if (!patience.take(nowNanos, 1)) {
      close(CloseCode.FLOOD);
    }
    return false;
  }

  private static int cost(ClientMessage message) {
    return switch (message) {
      case ClientMessage.Hello _,
          ClientMessage.Enter _,
          ClientMessage.RoomDescriptor _,
          ClientMessage.MediaOffer _,
          ClientMessage.RoomDescribe _,
          ClientMessage.RoomAct _,
          ClientMessage.ActsRestore _,
          ClientMessage.ServerSaw _,
          ClientMessage.RobotAdd _,
          ClientMessage.InviteRedeem _,
          ClientMessage.DirectoryWatch _ ->
          COSTLY;
      case ClientMessage.EnterSealed enter ->
          COSTLY + (enter.chain() == null ? 0 : enter.chain().size());
      case ClientMessage.InRoom _, ClientMessage.Heartbeat _ -> 1;
    };
  }

  /** A heartbeat that wants an answer, or a request that wants none. */
  private void refuseKind(long id) {
    if (id == ClientMessage.NO_ID) {
      effects.add(new SessionEffect.Ignored());
    } else {
      fail(id, SignalError.UNKNOWN_METHOD);
    }
  }

  private void hello(long nowNanos, long id, ClientMessage.Hello hello) {
    if (state == State.ENTERING || state == State.ENTERED) {
      fail(id, SignalError.ALREADY_ENTERED);
      return;
    }
    if (hello.version() != VERSION) {
      fail(id, SignalError.UNSUPPORTED_VERSION);
      return;
    }
    DeviceCertificate claimed =
        new DeviceCertificate(hello.identity(), hello.device(), hello.certificate());
    if (!claimed.verifies()) {
      fail(id, SignalError.IDENTITY_INVALID);
      return;
    }
    if (state == State.WATCHING) {
      effects.add(new SessionEffect.UnwatchDirectory());
    }
    certificate = claimed;
    nonce = randomBytes(NONCE_BYTES);
    state = State.GREETED;
    if (!greetedBefore) { // once: hello after hello must not keep a WebSocket open
      greetedBefore = true;
      enterDeadlineNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(facts.graceMillis());
    }
    effects.add(
        new SessionEffect.Reply(
            id,
            new ServerMessage.HelloResult(
                nonce,
                session,
                facts.epoch(),
                facts.fingerprint(),
                facts.build(),
                facts.heartbeatMillis(),
                facts.graceMillis(),
                facts.limits(),
                facts.ears() ? true : null)));
  }

  /** The same checks whether or not the room exists: they know nothing of rooms. */
  private void enter(long id, Function<DeviceCertificate, EnterCheck.Outcome> check) {
    switch (state) {
      case OPENED, WATCHING -> fail(id, SignalError.HELLO_REQUIRED);
      case GREETED, KNOCKING -> {
        switch (check.apply(Objects.requireNonNull(certificate))) {
          case EnterCheck.Outcome.Refused(SignalFault fault) ->
              effects.add(new SessionEffect.Fail(id, fault));
          case EnterCheck.Outcome.Unproven() -> {
            nonce = Bytes.EMPTY;
            state = State.OPENED;
            fail(id, SignalError.PROOF_INVALID);
          }
          case EnterCheck.Outcome.Proven(Admission admission) -> {
            state = State.ENTERING;
            room = admission.room();
            effects.add(new SessionEffect.EnterRoom(id, admission));
          }
        }
      }
      case ENTERING, ENTERED -> fail(id, SignalError.ALREADY_ENTERED);
      case CLOSED -> throw new IllegalStateException("closed sessions hear nothing");
    }
  }

  private void redeem(long id, ClientMessage.InviteRedeem message) {
    if (state == State.GREETED) {
      effects.add(EnterCheck.redeem(id, Objects.requireNonNull(certificate), message));
    } else {
      boolean unknown = state == State.OPENED || state == State.WATCHING;
      fail(id, unknown ? SignalError.HELLO_REQUIRED : SignalError.ALREADY_ENTERED);
    }
  }

  private void mediaOffer(long id, ClientMessage.MediaOffer message) {
    if (state != State.ENTERED) {
      outsideRoom(id);
      return;
    }
    OfferDescription offer = readOffer(id, message.offer());
    if (offer == null) {
      return;
    }
    DeviceCertificate who = Objects.requireNonNull(certificate);
    OfferProof proof =
        new OfferProof(
            session,
            Objects.requireNonNull(room),
            who.identity(),
            who.device(),
            offer.fingerprint(),
            facts.fingerprint());
    if (proof.verifies(message.signature())) {
      effects.add(new SessionEffect.OfferMedia(id, offer));
    } else {
      fail(id, SignalError.PROOF_INVALID);
    }
  }

  /** Cheap checks first; whether its word counts is for the room to say. */
  private void describe(long id, ClientMessage.RoomDescribe message) {
    if (state != State.ENTERED) {
      outsideRoom(id);
      return;
    }
    switch (RoomDescription.read(message.topic(), message.tags(), message.language())) {
      case RoomDescription.Reading.Refused(String field) ->
          effects.add(new SessionEffect.Fail(id, SignalFault.descriptionInvalid(field)));
      case RoomDescription.Reading.Accepted(RoomDescription description) -> {
        DeviceCertificate who = Objects.requireNonNull(certificate);
        RoomId where = Objects.requireNonNull(room);
        DescribeProof proof =
            new DescribeProof(session, where, who.identity(), who.device(), description);
        if (proof.verifies(message.signature())) {
          effects.add(new SessionEffect.DescribeRoom(id, description));
        } else {
          fail(id, SignalError.PROOF_INVALID);
        }
      }
    }
  }

  /** Whoever looks for a room is not asked who it is; the rate and the liveness are the same. */
  private void watchDirectory(long nowNanos, long id, ClientMessage.DirectoryWatch asked) {
    if (state != State.OPENED && state != State.WATCHING) {
      fail(id, SignalError.ALREADY_ENTERED);
      return;
    }
    switch (DirectoryQuery.read(asked.tag(), asked.language(), asked.search(), asked.after())) {
      case DirectoryQuery.Reading.Refused(String field) ->
          effects.add(new SessionEffect.Fail(id, SignalFault.invalidParams(field)));
      case DirectoryQuery.Reading.Accepted(DirectoryQuery query) -> {
        if (state == State.OPENED) {
          state = State.WATCHING;
          liveness.begin(nowNanos);
        }
        effects.add(new SessionEffect.WatchDirectory(id, query));
      }
    }
  }

  private void inRoom(long id, ClientMessage.InRoom message) {
    if (state == State.ENTERED) {
      effects.add(new SessionEffect.ToRoom(id, message));
    } else {
      outsideRoom(id);
    }
  }

  private void outsideRoom(long id) {
    boolean unknown = state == State.OPENED || state == State.WATCHING;
    fail(id, unknown ? SignalError.HELLO_REQUIRED : SignalError.NOT_ENTERED);
  }

  private @Nullable OfferDescription readOffer(long id, String sdp) {
    return switch (offers.read(sdp)) {
      case OfferReader.Reading.Accepted(OfferDescription offer) -> offer;
      case OfferReader.Reading.Unacceptable(String problem) -> {
        effects.add(new SessionEffect.Fail(id, SignalFault.offerUnacceptable(problem)));
        yield null;
      }
    };
  }

  private void watch(long nowNanos) {
    if (liveness.isGone(nowNanos)) {
      close(CloseCode.SILENT);
      return;
    }
    if (liveness.takeSilence(nowNanos)) {
      effects.add(new SessionEffect.Silent());
    }
    if (liveness.takeHeartbeat(nowNanos)) {
      effects.add(new SessionEffect.Notify(new ServerMessage.Heartbeat()));
    }
  }

  private void fail(long id, SignalError error) {
    effects.add(new SessionEffect.Fail(id, SignalFault.of(error)));
  }

  private void close(CloseCode code) {
    state = State.CLOSED;
    nonce = Bytes.EMPTY;
    effects.add(new SessionEffect.Close(code));
  }

  private Bytes randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
