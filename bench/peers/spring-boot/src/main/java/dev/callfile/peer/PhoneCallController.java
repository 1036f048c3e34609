package dev.callfile.peer;

import java.util.List;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class PhoneCallController {

    private final PhoneCalls calls;

    PhoneCallController(PhoneCalls calls) {
        this.calls = calls;
    }

    record PhoneCallList(List<PhoneCallView> data, Meta meta) {}

    record Meta(int page, int perPage, long totalCount, int totalPages, boolean hasMore) {}

    @GetMapping("/v1/cases/{caseId}/phone-calls")
    @Transactional(readOnly = true)
    public PhoneCallList list(
            @PathVariable String caseId,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(name = "per_page", defaultValue = "25") int perPage,
            @AuthenticationPrincipal Jwt token) {
        List<String> cases = token.getClaimAsStringList("cases");
        if (!cases.contains("*") && !cases.contains(caseId)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        Sort newestFirst = Sort.by(Sort.Direction.DESC, "createdAt", "id");
        Page<PhoneCallView> found =
                calls.findByCaseId(caseId, PageRequest.of(page - 1, perPage, newestFirst)).map(PhoneCallView::of);
        return new PhoneCallList(
                found.getContent(),
                new Meta(page, perPage, found.getTotalElements(), found.getTotalPages(), found.hasNext()));
    }
}
