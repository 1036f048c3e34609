package dev.callfile.problem;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.Map;

/** An address that fails as no real one should, and one that nobody has opened. In tests only. */
@Path("/faulty")
public class FaultyResource {

    @GET
    @Path("/unexpected")
    @PermitAll
    public String unexpected() {
        throw new IllegalStateException("+15005550006 in org.example.Secret: select * from phone_call");
    }

    /** As PostgreSQL's driver says it, where it is not told to keep details to itself. */
    @GET
    @Path("/database")
    @PermitAll
    public String database() {
        throw new IllegalStateException(
                "could not execute statement [insert into phone_call values ('+15005550017')]",
                new SQLException("Detail: Key (to_number)=(+15005550017) already exists.", "23505"));
    }

    @POST
    @Path("/json")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public String json(Map<String, Integer> body) {
        return "ok";
    }

    @GET
    @Path("/unannotated")
    public String unannotated() {
        return "never";
    }
}
