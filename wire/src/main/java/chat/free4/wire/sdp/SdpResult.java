package chat.free4.wire.sdp;

/** What {@link SdpParser} gives: a description or the problem with it. */
public sealed interface SdpResult permits SessionDescription, SdpProblem {}
