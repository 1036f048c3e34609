package dev.callfile.peer;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.Repository;

interface PhoneCalls extends Repository<PhoneCall, String> {

    Page<PhoneCall> findByCaseId(String caseId, Pageable page);
}
