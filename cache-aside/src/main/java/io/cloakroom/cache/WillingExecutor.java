package io.cloakroom.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The executor of an application, which may be full or shut down. What it refuses runs on threads of the cache: a step
 * that is never done would block its key for ever.
 *
 * @param preferred the executor of the application
 * @param substitute refuses nothing
 */
record WillingExecutor(Executor preferred, Executor substitute) implements Executor {

    @Override
    public void execute(Runnable work) {
        try {
            preferred.execute(work);
        } catch (RejectedExecutionException full) {
            substitute.execute(work);
        }
    }
}
