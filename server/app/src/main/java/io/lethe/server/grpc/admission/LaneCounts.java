package io.lethe.server.grpc.admission;

/**
 * How a kind of calls gets on; places of the port of administration, if it has its own, are left out.
 *
 * @param shedFull calls turned away so far, as there were too many
 * @param shedShare calls turned away so far, as one principal had too many
 * @param places calls that may be under way now
 * @param underWay calls that are, waiting ones included
 * @param waiting pieces of work, one of a call at a time, that wait for a thread
 */
public record LaneCounts(long shedFull, long shedShare, int places, int underWay, long waiting) {}
