package io.cloakroom.cache;

import java.util.concurrent.Executor;

/**
 * What a route is told by the builder.
 *
 * @param ageing how values grow old
 * @param terms how long to wait for loads
 * @param tags which tags values have
 * @param loads calls the loaders
 * @param positions what loads must have seen
 * @param recorder counts
 * @param background runs what no caller waits for
 */
record RouteSettings<K, V>(
        Ageing ageing,
        Patience.Terms terms,
        Tags<K, V> tags,
        Loads loads,
        Positions positions,
        Recorder recorder,
        Executor background) {}
