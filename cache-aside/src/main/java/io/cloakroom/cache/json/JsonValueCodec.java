package io.cloakroom.cache.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cloakroom.cache.ValueCodec;
import java.io.IOException;

/**
 * Values as JSON, by Jackson. The application declares the type; the JSON names no classes, so nobody who can write to
 * the shared tier chooses what is instantiated. Records, generic types and {@code java.time} work without further ado.
 * Immutable and safe for use by many threads.
 *
 * <pre>{@code
 * CacheAside.<String, Product>builder("products", dao::find).values(JsonValueCodec.of(Product.class))
 * CacheAside.<String, List<Sku>>builder("listings", dao::list).values(JsonValueCodec.of(new TypeReference<>() {}))
 * }</pre>
 *
 * <p>Properties that the type does not have are skipped, and those that the JSON does not have are {@code null} or
 * zero: instances with an older and a newer version of a class can read what the other writes. If that is not what the
 * application wants, it gives the new version another {@code schemaVersion}.
 *
 * @param <V> the type of the values
 */
public final class JsonValueCodec<V> implements ValueCodec<V> {

    private static final int ID = 4;

    private final JavaType type;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    private JsonValueCodec(ObjectMapper mapper, JavaType type) {
        this.type = type;
        this.reader = mapper.readerFor(type);
        this.writer = mapper.writerFor(type);
    }

    /**
     * Returns a codec for a class.
     *
     * @param <V> the type of the values
     * @param type the class of the values
     * @return the codec
     */
    public static <V> JsonValueCodec<V> of(Class<V> type) {
        ObjectMapper mapper = mapper();
        return new JsonValueCodec<>(mapper, mapper.constructType(requireNonNull(type, "type")));
    }

    /**
     * Returns a codec for a generic type.
     *
     * @param <V> the type of the values
     * @param type the type of the values, as in {@code new TypeReference<List<Sku>>() {}}
     * @return the codec
     */
    @SuppressWarnings("exports") // whoever calls this has Jackson; others must be able to compile without it
    public static <V> JsonValueCodec<V> of(TypeReference<V> type) {
        return of(type, mapper());
    }

    /**
     * Returns a codec with a mapper of the application.
     *
     * @param <V> the type of the values
     * @param type the type of the values
     * @param mapper a mapper without default typing, of which the codec takes a copy
     * @return the codec
     * @throws IllegalArgumentException if the mapper has default typing: then the JSON would name classes
     */
    @SuppressWarnings("exports") // whoever calls this has Jackson; others must be able to compile without it
    public static <V> JsonValueCodec<V> of(TypeReference<V> type, ObjectMapper mapper) {
        JavaType object = mapper.constructType(Object.class);
        if (mapper.getDeserializationConfig().getDefaultTyper(object) != null) {
            throw new IllegalArgumentException("mapper must not have default typing: declare types instead");
        }
        ObjectMapper own = mapper.copy();
        return new JsonValueCodec<>(own, own.constructType(type.getType()));
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] encode(V value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw failed("encode", e);
        }
    }

    @Override
    public V decode(byte[] payload) {
        try {
            return requireNonNull(reader.<V>readValue(payload), "value");
        } catch (IOException e) {
            throw failed("decode", e);
        }
    }

    /** Without Jackson's exception: that quotes the value, which is the user's. */
    private IllegalArgumentException failed(String verb, IOException cause) {
        return new IllegalArgumentException("Cannot " + verb + " a " + type.toCanonical() + ": "
                + cause.getClass().getSimpleName());
    }

    private static ObjectMapper mapper() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
