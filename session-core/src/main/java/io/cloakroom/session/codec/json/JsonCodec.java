package io.cloakroom.session.codec.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.codec.AttributeCodecException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attribute values as JSON, by Jackson. The application declares the type of each attribute; the JSON names no classes,
 * so nobody who can write to the store chooses what is instantiated. Records, generic types and {@code java.time} work
 * without further ado. Its {@link #id()} is 2. Immutable and safe for use by many threads.
 *
 * <pre>{@code
 * JsonCodec codec = JsonCodec.builder()
 *         .attribute("cart", Cart.class)
 *         .attribute("recent", new TypeReference<List<Sku>>() {})
 *         .build();
 * SessionFilter.builder(store).codec(codec).alsoReads(AttributeCodec.javaSerialization("com.myclothes")).build();
 * }</pre>
 *
 * <p>Properties that a class does not have are skipped, so that instances with an older version of it can read what
 * newer ones write; if they change the attribute, such a property is lost.
 */
public final class JsonCodec implements AttributeCodec {

    private static final int ID = 2;

    private final ObjectMapper mapper;
    private final Map<String, JavaType> types;

    private JsonCodec(ObjectMapper mapper, Map<String, JavaType> types) {
        this.mapper = mapper;
        this.types = types;
    }

    /**
     * Returns a builder without any attribute.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public int id() {
        return ID;
    }

    /**
     * Refuses: what a value is encoded as depends on the name of its attribute.
     *
     * @throws AttributeCodecException always
     */
    @Override
    public byte[] encode(Object value) {
        throw withoutName();
    }

    /**
     * Refuses: what bytes are decoded to depends on the name of the attribute.
     *
     * @throws AttributeCodecException always
     */
    @Override
    public Object decode(byte[] bytes, ClassLoader classLoader) {
        throw withoutName();
    }

    @Override
    public byte[] encode(String name, Object value) {
        JavaType type = declared(name);
        if (!type.getRawClass().isInstance(value)) {
            throw new AttributeCodecException(
                    "Attribute " + name + " is declared as " + type.toCanonical() + ", but is a "
                            + value.getClass().getName(),
                    null);
        }
        try {
            return mapper.writerFor(type).writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw failed("encode", name, type, e);
        }
    }

    @Override
    public Object decode(String name, byte[] bytes, ClassLoader classLoader) {
        JavaType type = declared(name);
        try {
            @Nullable Object value = mapper.readerFor(type).readValue(bytes);
            if (value == null) {
                throw new AttributeCodecException("Attribute " + name + " is null in JSON", null);
            }
            return value;
        } catch (IOException e) {
            throw failed("decode", name, type, e);
        }
    }

    private JavaType declared(String name) {
        JavaType type = types.get(name);
        if (type == null) {
            throw new AttributeCodecException(
                    "Attribute " + name + " has no declared type. Name it in JsonCodec.builder().attribute(...)", null);
        }
        return type;
    }

    /** Without Jackson's exception: that quotes the value, which is the user's. */
    private static AttributeCodecException failed(String verb, String name, JavaType type, IOException cause) {
        return new AttributeCodecException(
                "Cannot " + verb + " attribute " + name + " as " + type.toCanonical() + ": "
                        + cause.getClass().getSimpleName(),
                null);
    }

    private static AttributeCodecException withoutName() {
        return new AttributeCodecException("JSON needs the name of the attribute, which tells its type", null);
    }

    /** Collects the types of attributes for a {@link JsonCodec}. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<String, java.lang.reflect.Type> types = new HashMap<>();
        private @Nullable ObjectMapper mapper;

        private Builder() {}

        /**
         * Declares an attribute.
         *
         * @param name the name of the attribute
         * @param type the class of its values
         * @return this builder
         */
        public Builder attribute(String name, Class<?> type) {
            types.put(requireNonNull(name, "name"), requireNonNull(type, "type"));
            return this;
        }

        /**
         * Declares an attribute of a generic type.
         *
         * @param name the name of the attribute
         * @param type the type of its values, as in {@code new TypeReference<List<Sku>>() {}}
         * @return this builder
         */
        @SuppressWarnings("exports") // whoever calls this has Jackson; others must be able to compile without it
        public Builder attribute(String name, TypeReference<?> type) {
            types.put(requireNonNull(name, "name"), requireNonNull(type, "type").getType());
            return this;
        }

        /**
         * Sets the mapper, of which the codec takes a copy. The default one knows {@code java.time}, writes it as text,
         * and sorts properties and map entries, so that equal values have equal bytes.
         *
         * @param mapper a mapper without default typing
         * @return this builder
         * @throws IllegalArgumentException if the mapper has default typing: then the JSON would name classes
         */
        @SuppressWarnings("exports") // whoever calls this has Jackson; others must be able to compile without it
        public Builder mapper(ObjectMapper mapper) {
            JavaType object = mapper.getTypeFactory().constructType(Object.class);
            if (mapper.getDeserializationConfig().getDefaultTyper(object) != null) {
                throw new IllegalArgumentException("mapper must not have default typing: declare types instead");
            }
            this.mapper = mapper.copy();
            return this;
        }

        /**
         * Returns the codec.
         *
         * @return a new codec
         */
        public JsonCodec build() {
            ObjectMapper chosen = mapper == null ? defaultMapper() : mapper;
            Map<String, JavaType> resolved = new HashMap<>();
            types.forEach(
                    (name, type) -> resolved.put(name, chosen.getTypeFactory().constructType(type)));
            return new JsonCodec(chosen, Map.copyOf(resolved));
        }

        private static ObjectMapper defaultMapper() {
            return JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
        }
    }
}
