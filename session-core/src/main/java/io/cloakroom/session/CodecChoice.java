package io.cloakroom.session;

import io.cloakroom.session.codec.AttributeCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which codecs write and read attribute values.
 *
 * @param codec writes; {@code null}: Java serialization
 * @param packages what Java serialization allows; {@code null}: not set
 * @param alsoReads read what others have written
 */
record CodecChoice(@Nullable AttributeCodec codec, @Nullable List<String> packages, List<AttributeCodec> alsoReads) {

    AttributeFormat format(SizeLimits limits, SessionEvents events) {
        AttributeCodec writing = writing();
        Set<Integer> ids = new HashSet<>();
        Stream.concat(Stream.of(writing), alsoReads.stream()).forEach(each -> {
            if (each.id() < 1 || each.id() > Byte.MAX_VALUE || !ids.add(each.id())) {
                throw new IllegalArgumentException("the id of a codec must be 1 to 127 and its own: " + each.id());
            }
        });
        return new AttributeFormat(writing, alsoReads, limits, events);
    }

    private AttributeCodec writing() {
        if (codec == null) {
            return AttributeCodec.javaSerialization(packages == null ? new String[0] : packages.toArray(String[]::new));
        }
        if (packages != null) {
            throw new IllegalStateException(
                    "allowPackages is for the default codec: give packages to your codec instead");
        }
        return codec;
    }
}
