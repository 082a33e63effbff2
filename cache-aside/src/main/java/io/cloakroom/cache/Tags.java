package io.cloakroom.cache;

import static io.cloakroom.cache.tier.SharedSpace.ANY_TAG;
import static io.cloakroom.cache.tier.SharedSpace.EVERYTHING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.tier.SharedSpace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/*
 * Which tags a value has, and their stamps. The tags are known only when the value is loaded; a stamp taken then would
 * hide an invalidation that came during the load. So before the load the stamp of "any tag" is taken, and if it is
 * another one afterwards, some tag was invalidated meanwhile and the value is not stored.
 */
final class Tags<K, V> {

    private static final int MOST = 64;
    private static final int LONGEST = 200;

    private final @Nullable BiFunction<? super K, ? super V, ? extends Collection<String>> tagger;

    Tags(@Nullable BiFunction<? super K, ? super V, ? extends Collection<String>> tagger) {
        this.tagger = tagger;
    }

    boolean areUsed() {
        return tagger != null;
    }

    /** What must be known before a load. */
    CompletionStage<Map<String, UUID>> marks(SharedSpace space) {
        return space.recentStamps(tagger == null ? List.of(EVERYTHING) : List.of(EVERYTHING, ANY_TAG));
    }

    Set<String> of(K key, V value) {
        return tagger == null ? Set.of() : checked(tagger.apply(key, value));
    }

    /**
     * The stamps of a value that was loaded after the marks were taken; {@code null} if a tag was invalidated since.
     */
    CompletionStage<@Nullable Map<String, UUID>> stamps(SharedSpace space, Set<String> tags, Map<String, UUID> marks) {
        UUID everything = requireNonNull(marks.get(EVERYTHING));
        if (tags.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of(EVERYTHING, everything));
        }
        var asked = new ArrayList<>(tags);
        asked.add(ANY_TAG);
        return space.stamps(asked).thenApply(present -> {
            var stamps = new HashMap<>(present);
            UUID now = stamps.remove(ANY_TAG);
            stamps.put(EVERYTHING, everything);
            return marks.get(ANY_TAG) != null
                            && requireNonNull(marks.get(ANY_TAG)).equals(now)
                    ? stamps
                    : null;
        });
    }

    static Set<String> checked(Collection<String> tags) {
        Set<String> all = Set.copyOf(tags);
        if (all.size() > MOST) {
            throw new IllegalArgumentException("tags must be at most " + MOST + ": " + all.size());
        }
        for (String tag : all) {
            int length = tag.getBytes(UTF_8).length;
            if (length == 0 || length > LONGEST || tag.equals(ANY_TAG)) {
                throw new IllegalArgumentException(
                        "a tag must have 1 to " + LONGEST + " bytes in UTF-8 and not be " + ANY_TAG + ": " + tag);
            }
        }
        return all;
    }
}
