package io.cloakroom.cache;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.ObjectInputFilter;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets through the classes that a value is made of, and nothing else: bytes in a shared tier can be forged by whoever
 * reaches it. The limits stop a small input from growing into a large one.
 */
final class AllowedClasses implements ObjectInputFilter {

    private static final System.Logger log = System.getLogger(CacheAside.class.getName());
    private static final long MAX_DEPTH = 64;
    private static final long MAX_REFERENCES = 10_000_000;

    private static final Set<Class<?>> VALUES = Set.of(
            Object.class, // what arrays of the collections are made of; has nothing to run
            String.class,
            Number.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            UUID.class,
            Enum.class);

    private static final Set<String> COLLECTIONS = Set.of(
            "java.util.ArrayList",
            "java.util.LinkedList",
            "java.util.ArrayDeque",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.TreeMap",
            "java.util.HashSet",
            "java.util.LinkedHashSet",
            "java.util.TreeSet",
            "java.util.EnumMap",
            "java.util.CollSer",
            "java.util.ImmutableCollections$List12",
            "java.util.ImmutableCollections$ListN",
            "java.util.ImmutableCollections$Set12",
            "java.util.ImmutableCollections$SetN",
            "java.util.ImmutableCollections$Map1",
            "java.util.ImmutableCollections$MapN",
            "java.util.Arrays$ArrayList",
            "java.util.Map$Entry",
            "java.util.Collections$EmptyList",
            "java.util.Collections$EmptySet",
            "java.util.Collections$EmptyMap",
            "java.util.Collections$SingletonList",
            "java.util.Collections$UnmodifiableCollection",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableRandomAccessList");

    private final Set<Class<?>> classes;
    private final AtomicBoolean warned = new AtomicBoolean();

    private AllowedClasses(Set<Class<?>> classes) {
        this.classes = Set.copyOf(classes);
    }

    static AllowedClasses of(Class<?> type, Class<?>... others) {
        var classes = new HashSet<Class<?>>(VALUES);
        addAll(type, classes);
        for (Class<?> other : others) {
            addAll(other, classes);
        }
        return new AllowedClasses(classes);
    }

    @Override
    public Status checkInput(FilterInfo input) {
        if (input.depth() > MAX_DEPTH || input.references() > MAX_REFERENCES) {
            return Status.REJECTED;
        }
        // an array is announced before it is allocated: no array can be longer than what is still to be read
        if (input.arrayLength() > MAX_REFERENCES) {
            return Status.REJECTED;
        }
        Class<?> wanted = input.serialClass();
        if (wanted == null) {
            return Status.UNDECIDED;
        }
        if (isAllowed(wanted)) {
            return Status.ALLOWED;
        }
        log.log(
                warned.compareAndSet(false, true) ? WARNING : DEBUG,
                "A stored value holds a {0} and is not read; if it may, name the class in ValueCodec.serialized",
                wanted.getName());
        return Status.REJECTED;
    }

    private boolean isAllowed(Class<?> wanted) {
        Class<?> element = wanted;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isPrimitive() || classes.contains(element) || isPlainJdk(element);
    }

    private static boolean isPlainJdk(Class<?> type) {
        return COLLECTIONS.contains(type.getName()) || type.getPackageName().equals("java.time");
    }

    private static void addAll(Type type, Set<Class<?>> classes) {
        if (type instanceof Class<?> plain) {
            addClass(plain, classes);
        } else if (type instanceof ParameterizedType generic) {
            addAll(generic.getRawType(), classes);
            for (Type argument : generic.getActualTypeArguments()) {
                addAll(argument, classes);
            }
        } else if (type instanceof GenericArrayType array) {
            addAll(array.getGenericComponentType(), classes);
        } else if (type instanceof WildcardType wildcard) {
            addAll(wildcard.getUpperBounds()[0], classes);
        }
    }

    private static void addClass(Class<?> type, Set<Class<?>> classes) {
        if (type.isArray()) {
            addClass(type.getComponentType(), classes);
        } else if (!isOfTheJdk(type) && classes.add(type)) {
            if (type.isRecord()) {
                for (RecordComponent component : type.getRecordComponents()) {
                    addAll(component.getGenericType(), classes);
                }
            }
            if (type.isSealed()) {
                for (Class<?> permitted : type.getPermittedSubclasses()) {
                    addClass(permitted, classes);
                }
            }
        }
    }

    // a component of type Object or Serializable must not open the door to whatever the JDK has
    private static boolean isOfTheJdk(Class<?> type) {
        return type.isPrimitive()
                || type.getClassLoader() == null
                || type.getName().startsWith("java.");
    }
}
