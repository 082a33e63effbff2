package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.testservers.MariaDbCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.util.Optional;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/** Frameworks on top, with nothing but the data source replaced. */
final class FrameworksTest {

    private static RoutedDatabase database;

    @BeforeAll
    static void start() throws Exception {
        database = RoutedDatabase.over(MariaDbCluster.shared());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() throws Exception {
        database.table("wish", "(id BIGINT PRIMARY KEY AUTO_INCREMENT, item VARCHAR(20))");
    }

    @Test
    void spring_readOnlyTransaction_readsFromAReplicaWhatWasWritten() {
        Wishes wishes = springWishes(new JdbcTemplate(database.dataSource()));
        ConsistencyScope scope = ConsistencyScope.create();

        Routing.within(scope, () -> {
            wishes.add("scarf");
            assertThat(wishes.count()).isEqualTo(1);
        });
        assertThat(wishes.server()).isIn(2, 3);
        assertThat(wishes.writingServer()).isEqualTo(1);
    }

    @Test
    void spring_transactionThatThrows_isRolledBack() {
        Wishes wishes = springWishes(new JdbcTemplate(database.dataSource()));

        assertThatThrownBy(() -> wishes.addAndFail("scarf")).hasMessage("changed my mind");
        assertThat(Routing.<Integer, RuntimeException>primary(wishes::count)).isZero();
        assertThatThrownBy(wishes::addReadOnly).hasRootCauseInstanceOf(ReadOnlyViolationException.class);
        assertThat(database.outstanding()).isZero();
    }

    @Test
    void hibernate_persistsOnThePrimary_andReadsFromAReplica() {
        Configuration configuration = new Configuration().addAnnotatedClass(Wish.class);
        configuration.getProperties().put("hibernate.connection.datasource", database.dataSource());
        ConsistencyScope scope = ConsistencyScope.create();
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            Routing.within(scope, () -> {
                Wish wish = new Wish("hat");
                factory.inTransaction(session -> session.persist(wish));
                Wish read = Routing.<Wish, RuntimeException>readOnly(
                        () -> factory.fromTransaction(session -> session.find(Wish.class, wish.id)));
                assertThat(read.item).isEqualTo("hat");
            });
            int server = Routing.<Integer, RuntimeException>readOnly(() ->
                    factory.fromTransaction(session -> session.createNativeQuery("SELECT @@server_id", Integer.class)
                            .getSingleResult()));
            assertThat(server).isIn(2, 3);
        }
        assertThat(database.outstanding()).isZero();
    }

    @Test
    void jdbi_readOnlyHandle_readsFromAReplica() {
        Jdbi jdbi = Jdbi.create(database.dataSource());
        Routing.within(ConsistencyScope.create(), () -> {
            jdbi.useTransaction(handle -> handle.execute("INSERT INTO wish(item) VALUES(?)", "glove"));
            Optional<String> item = jdbi.withHandle(handle -> {
                handle.setReadOnly(true);
                return handle.createQuery("SELECT item FROM wish")
                        .mapTo(String.class)
                        .findOne();
            });
            assertThat(item).contains("glove");
        });
        int server = jdbi.withHandle(handle -> {
            handle.setReadOnly(true);
            return handle.inTransaction(inner ->
                    inner.createQuery("SELECT @@server_id").mapTo(Integer.class).one());
        });
        assertThat(server).isIn(2, 3);
        assertThat(database.outstanding()).isZero();
    }

    /** What {@code @EnableTransactionManagement} puts around a bean. */
    private static Wishes springWishes(JdbcTemplate jdbc) {
        var transactions = new DataSourceTransactionManager(database.dataSource());
        ProxyFactory proxy = new ProxyFactory(new SpringWishes(jdbc));
        TransactionInterceptor interceptor = new TransactionInterceptor();
        interceptor.setTransactionManager(transactions);
        interceptor.setTransactionAttributeSource(new AnnotationTransactionAttributeSource());
        proxy.addAdvice(interceptor);
        return (Wishes) proxy.getProxy();
    }

    interface Wishes {

        void add(String item);

        void addAndFail(String item);

        void addReadOnly();

        int count();

        int server();

        int writingServer();
    }

    /** A service as applications write it. */
    static class SpringWishes implements Wishes {

        private final JdbcTemplate jdbc;

        SpringWishes(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        @Transactional
        public void add(String item) {
            jdbc.update("INSERT INTO wish(item) VALUES(?)", item);
        }

        @Override
        @Transactional
        public void addAndFail(String item) {
            add(item);
            throw new IllegalStateException("changed my mind");
        }

        @Override
        @Transactional(readOnly = true)
        public void addReadOnly() {
            add("never");
        }

        @Override
        @Transactional(readOnly = true)
        public int count() {
            return number("SELECT COUNT(*) FROM wish");
        }

        @Override
        @Transactional(readOnly = true)
        public int server() {
            return number("SELECT @@server_id");
        }

        @Override
        @Transactional
        public int writingServer() {
            return number("SELECT @@server_id");
        }

        private int number(String query) {
            Integer number = jdbc.queryForObject(query, Integer.class);
            return number == null ? -1 : number;
        }
    }

    @Entity(name = "wish")
    static class Wish {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable Long id;

        @Nullable String item;

        Wish() {}

        Wish(String item) {
            this.item = item;
        }
    }
}
